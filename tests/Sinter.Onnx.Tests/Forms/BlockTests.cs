namespace Sinter.Onnx.Tests.Forms;

/// <summary>Parts of a model of which there are several are a method, and those that follow one another a loop.</summary>
public sealed class BlockTests
{
    private static readonly Dictionary<string, int> NoSizes = [];

    [Fact]
    public void BlocksInARow_AreALoop()
    {
        using var model = new ImportedText(
            "(float[batch, 8] x0) => (float[batch, 8] x5)",
            Enumerable.Range(0, 5).SelectMany(i => new[] { $"float[8, 16] layers.{i}.fc1.weight", $"float[16] layers.{i}.fc1.bias", $"float[16, 8] layers.{i}.fc2.weight", $"float[8] layers.{i}.fc2.bias" }),
            Enumerable.Range(0, 5).SelectMany(i => Block(i, $"x{i}", $"x{i + 1}")));
        Assert.Contains("for (var i = 0; i < 5; i++)", model.Source, StringComparison.Ordinal);
        Assert.Contains("""Scope($"layers.{i}", """, model.Source, StringComparison.Ordinal);
        Assert.Single(model.Source.Split("Linear(16, ").Skip(1));
        Assert.Contains("layers.4.fc2.bias", model.Network.Weights.Keys);
        model.AssertEqual(3, NoSizes, ("x0", [3, 8], null));
    }

    [Fact]
    public void BlocksOfSeveralWidths_TakeThem()
    {
        using var model = new ImportedText(
            "(float[batch, 4] x0) => (float[batch, 32] x3)",
            Enumerable.Range(0, 3).SelectMany(i => new[] { $"float[{4 << i}, {16 << i}] stage{i}.up.weight", $"float[{16 << i}, {8 << i}] stage{i}.down.weight", $"float[{8 << i}, {8 << i}] stage{i}.mix.weight" }),
            Enumerable.Range(0, 3).SelectMany(i => new[]
            {
                $"u{i} = MatMul (x{i}, \"stage{i}.up.weight\")", $"r{i} = Relu (u{i})", $"d{i} = MatMul (r{i}, \"stage{i}.down.weight\")", $"t{i} = Tanh (d{i})", $"m{i} = MatMul (t{i}, \"stage{i}.mix.weight\")",
                $"s{i} = Sigmoid (m{i})", $"p{i} = Mul (s{i}, t{i})", $"x{i + 1} = Add (p{i}, d{i})",
            }));
        Assert.Single(model.Source.Split(".Tanh()").Skip(1));
        Assert.Contains("2 * outFeatures", model.Source, StringComparison.Ordinal);
        model.AssertEqual(2, NoSizes, ("x0", [2, 4], null));
    }

    [Fact]
    public void WhatEveryBlockReads_IsAParameter()
    {
        using var model = new ImportedText(
            "(float[batch, 6, 8] x0, float[batch, 6, 1] mask) => (float[batch, 6, 8] x4)",
            Enumerable.Range(0, 4).SelectMany(i => new[] { $"float[8, 16] h.{i}.fc1.weight", $"float[16] h.{i}.fc1.bias", $"float[16, 8] h.{i}.fc2.weight", $"float[8] h.{i}.fc2.bias" }).Append("float[1] one"),
            new[] { "open = Sub (one, mask)" }.Concat(Enumerable.Range(0, 4).SelectMany(i => Block(i, $"x{i}", $"y{i}", "h").Append($"x{i + 1} = Mul (y{i}, open)"))));
        Assert.Contains("for (var i = 0; i < 4; i++)", model.Source, StringComparison.Ordinal);
        Assert.Contains("Tensor other)", model.Source, StringComparison.Ordinal);
        model.AssertEqual(2, NoSizes, ("x0", [2, 6, 8], null), ("mask", [2, 6, 1], null));
    }

    private static string[] Block(int index, string x, string y, string name = "layers") =>
    [
        $"m{index} = MatMul ({x}, \"{name}.{index}.fc1.weight\")", $"b{index} = Add (m{index}, \"{name}.{index}.fc1.bias\")", $"r{index} = Relu (b{index})",
        $"n{index} = MatMul (r{index}, \"{name}.{index}.fc2.weight\")", $"c{index} = Add (n{index}, \"{name}.{index}.fc2.bias\")", $"{y} = Add (c{index}, {x})",
    ];
}
