using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Incremental;

/// <summary>A network that is wrong is one error: code that uses it compiles as it did before, whatever the network takes.</summary>
public sealed class SkeletonTests
{
    [Theory]
    [InlineData("static Tensor Define([Shape(4)] Tensor image) => image.Linear(-1);", "s.Forward(image: f, output: r);")]
    [InlineData(
        "static (Tensor Mean, Tensor Spread) Define([Shape(4)] Tensor x, [Shape(3)] Tokens words, [Shape] Tokens lengths) => (x.Linear(-1), x.Linear(2)); static Tensor Loss(Tensor mean, Tensor spread, [Shape(2)] Tensor target, [Shape] Tokens label) => spread.MeanSquaredError(target);",
        "s.Forward(x: f, words: i, lengths: i, mean: r, spread: r); t.Step(f, i, i, f, i); t.ComputeGradients(x: f, words: i, lengths: i, target: f, label: i);")]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) => x.Linear(3); static Tensor Loss(Tensor logits, [Shape(2)] Tokens label) => logits.CrossEntropy(label);", "s.Forward(f, logits: r); t.Step(x: f, label: i);")]
    [InlineData("static Tensor Define([Shape(\"T\", 4)] Tensor x) => x.Linear(0);", "s.Forward(x: f, t: 3, output: r);", "[Dim(\"T\", Max = 9)] ")]
    [InlineData("static Tensor Define([Shape(\"T\", 4)] Tensor x) => x.Linear(0);", "s.Forward(f, 3, r); using var d = new Net(1).CreateDecoder(); d.Decode(x: f, output: r);", "[Dim(\"T\", Max = 9)] [Decode(9)] ")]
    [InlineData(
        "static Tensor Define([Shape(4)] Tensor x, [Shape(4)] Tensor? mask) => x.Linear(3) + mask; static Tensor Loss(Tensor y, [Shape(3)] Tensor target, [Shape] Tensor? weight) => y.MeanSquaredError(target);",
        "s.Forward(f, r); s.Forward(f, mask: default, r); t.Step(f, f); t.Step(f, f, f); t.ComputeGradients(f, f, f, weight: f);")]
    public void CodeThatUsesIt_Compiles(string members, string use, string attributes = "")
    {
        var source = $$"""
            using System; using Sinter;
            [Network] {{attributes}}public partial class Net { {{members}} }
            static class Program
            {
                static void Use(float[] f, int[] i, float[] r)
                {
                    var net = new Net(seed: 3);
                    using var s = net.CreateSession(maxBatch: 2);
                    using var t = net.CreateTrainer(new Adam(), maxBatch: 2);
                    {{use}}
                    net.Save("x"); Net.Load("x").LoadWeights("y"); Console.WriteLine(Net.Info.Summary());
                }
            }
            """;
        var compilation = Source.Compile(source).AddReferences(
            MetadataReference.CreateFromFile(typeof(Sinter.Runtime.FloatBuffer).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Console).Assembly.Location));
        CSharpGeneratorDriver.Create(new NetworkGenerator()).RunGeneratorsAndUpdateCompilation(compilation, out var result, out var reported);
        Assert.Empty(reported);
        Assert.Empty(result.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
    }
}
