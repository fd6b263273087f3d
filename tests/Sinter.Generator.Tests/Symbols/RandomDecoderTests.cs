using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Symbols;

/// <summary>Networks that may decode give the same place by place as all at once; what mixes places may not.</summary>
public sealed class RandomDecoderTests(ITestOutputHelper output)
{
    private const int Networks = 40;

    // From a sequence [T, 4] to another.
    private static readonly string[] Apart =
    [
        "{0}.Linear(4)", "{0}.Relu()", "{0}.LayerNorm()", "{0}.Softmax()", "{0} + {0}.Tanh()", "{0} * {0}.Sum(1, keepDims: true)", "{0}.Reshape(-1, 2, 2).Transpose(1, 2).Flatten(1)",
        "{0}.MultiHeadAttention(2, causal: true)", "{0}.LearnedPositions(length: 9)", "{0}.SinusoidalPositions()", "{0}.Concat({0}.Relu(), axis: 1).Linear(4)", "{0}.Unsqueeze(1).Squeeze(1)",
        "{0}.Transpose().Softmax(0).Transpose()", "{0}.Slice(1, 1, 3).Pad(1, 1, 1)", "{0}.LlamaBlock(2, 4)",
    ];

    private static readonly string[] Mixing =
    [
        "{0}.Transpose().Reshape(-1, 4)", "{0}.Reshape(-1).Reshape(4, -1).Transpose()", "{0} + {0}.Mean(0, keepDims: true)", "{0}.Pad(0, 1, 0).SliceLike(0, {0}, 0)", "{0}.Softmax(0)", "{0}.MultiHeadAttention(2)", "{0}.Gru(4).Outputs",
        "{0}.Matmul({0}.Transpose()).Matmul({0})", "{0}.Concat({0}, axis: 0).SliceLike(0, {0}, 0)",
    ];

    [Fact]
    public void WhatMayDecode_DecodesAsItPredicts()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var bodies = Enumerable.Range(0, Networks).Select(_ => Body(random)).ToArray();
        var compilation = UserCompilation.Of([.. bodies.Select((body, index) => File(body.Text, index))]);
        Assert.Null(compilation.Exception);
        var refused = compilation.Analyze().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
        using var image = new MemoryStream();
        var emitted = compilation.Compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        var context = new AssemblyLoadContext("decoders", isCollectible: true);
        var assembly = context.LoadFromStream(image);
        var accepted = 0;
        for (var index = 0; index < Networks; index++)
        {
            var errors = refused[$"File{index}.cs"].ToArray();
            Assert.All(errors, error => Assert.True(error.Id == DiagnosticIds.NotDecodable, $"{bodies[index].Text}: {error}"));
            Assert.True(errors.Length > 0 || !bodies[index].Mixes, $"{bodies[index].Text} mixes places");
            if (errors.Length > 0) continue;
            accepted++;
            var difference = (float)assembly.GetType($"D{index}.Driver", throwOnError: true)!.GetMethod("Difference")!.Invoke(null, null)!;
            Assert.True(difference < 1e-4f, $"{bodies[index].Text}: {difference}");
        }

        output.WriteLine($"{accepted} of {Networks} may decode");
        Assert.InRange(accepted, Networks / 5, Networks - 1);
        context.Unload();
    }

    private static (string Text, bool Mixes) Body(Random random)
    {
        var mixes = false;
        var text = "";
        for (var count = 1 + random.Next(4); count > 0; count--)
        {
            var isMixing = random.Next(8) == 0;
            mixes |= isMixing;
            var from = isMixing ? Mixing : Apart;
            text += $"x = {string.Format(System.Globalization.CultureInfo.InvariantCulture, from[random.Next(from.Length)], "x")}; ";
        }

        return (text, mixes);
    }

    private static string File(string body, int index) => $$"""
        using System;
        using Sinter;
        namespace D{{index}}
        {
            [Network, Dim("T", Max = 6), Decode(9)] public partial class Net { private static Tensor Define([Shape("T", 4)] Tensor x) { {{body}}return x; } }
            public static class Driver
            {
                public static float Difference()
                {
                    var net = new Net(seed: 3);
                    using var session = net.CreateSession();
                    using var decoder = net.CreateDecoder();
                    float[] x = new float[24], whole = new float[24], parts = new float[24];
                    for (var i = 0; i < x.Length; i++) x[i] = MathF.Sin(1 + (7 * i));
                    session.Forward(x, 6, whole);
                    foreach (var (start, count) in new[] { (0, 2), (2, 1), (3, 3) }) decoder.Decode(x.AsSpan(4 * start, 4 * count), parts.AsSpan(4 * start, 4 * count));
                    var most = 0f;
                    for (var i = 0; i < x.Length; i++) most = MathF.Max(most, MathF.Abs(whole[i] - parts[i]));
                    return most;
                }
            }
        }
        """;
}
