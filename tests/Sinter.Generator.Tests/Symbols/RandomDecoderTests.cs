using System.Globalization;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Symbols;

/// <summary>Networks that may decode give the same place by place as all at once; what mixes places may not.</summary>
public sealed partial class RandomDecoderTests(ITestOutputHelper output)
{
    /// <summary>How many networks; with the variable <c>SINTER_DECODERS</c>, more of them.</summary>
    private static readonly int Networks = int.Parse(Environment.GetEnvironmentVariable("SINTER_DECODERS") ?? "40", CultureInfo.InvariantCulture);

    // So many are compiled together.
    private const int Together = 40;

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
        "{0}.Flip(0)", "{0}.Transpose().Conv1d(4, 3, Padding.Causal).Transpose()", "{0}.Transpose().Conv1d(4, 3, Padding.Same).Transpose()", "{0}.Transpose().MaxPool1d(3, stride: 1, padding: 1).Transpose()",
        "{0}.Matmul({0}.Transpose()).Matmul({0})", "{0}.Concat({0}, axis: 0).SliceLike(0, {0}, 0)",
    ];

    [Fact]
    public void WhatMayDecode_DecodesAsItPredicts()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var accepted = 0;
        for (var done = 0; done < Networks; done += Together) accepted += Accepted([.. Enumerable.Range(0, Together).Select(_ => Body(random))]);
        output.WriteLine($"{accepted} of {Networks} may decode");
        Assert.InRange(accepted, Networks / 5, Networks - 1);
    }

    // How many may decode; they do as they predict, and of the others it is said which op is in the way.
    private static int Accepted((string Text, bool Mixes)[] bodies)
    {
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
        for (var index = 0; index < bodies.Length; index++)
        {
            var errors = refused[$"File{index}.cs"].ToArray();
            Assert.All(errors, error => Assert.True(error.Id == DiagnosticIds.NotDecodable && Named().IsMatch(error.GetMessage(CultureInfo.InvariantCulture)), $"{bodies[index].Text}: {error}"));
            Assert.True(errors.Length > 0 || !bodies[index].Mixes, $"{bodies[index].Text} mixes places");
            if (errors.Length > 0) continue;
            accepted++;
            var difference = (float)assembly.GetType($"D{index}.Driver", throwOnError: true)!.GetMethod("Difference")!.Invoke(null, null)!;
            Assert.True(difference < 1e-4f, $"{bodies[index].Text}: {difference}");
        }

        context.Unload();
        return accepted;
    }

    // The layer or the op that mixes places.
    [GeneratedRegex("call by call: ((the input |the parameter )?'[^']+'|[A-Z][A-Za-z]+) ")]
    private static partial Regex Named();

    private static (string Text, bool Mixes) Body(Random random)
    {
        var mixes = false;
        var text = "";
        for (var count = 1 + random.Next(4); count > 0; count--)
        {
            var isMixing = random.Next(8) == 0;
            mixes |= isMixing;
            var from = isMixing ? Mixing : Apart;
            text += $"x = {string.Format(CultureInfo.InvariantCulture, from[random.Next(from.Length)], "x")}; ";
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
