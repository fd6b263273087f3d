using Sinter.Generator.Model;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>How a definition is read for calls that leave out some of its inputs.</summary>
public sealed class OptionalInputTests
{
    [Theory]
    [InlineData("Tensor? mask", "if (mask is not null) x = x.Relu();")]
    [InlineData("Tensor? mask = null", "if (mask != null) x = x.Relu();")]
    [InlineData("Tensor? mask", "x = mask is { } given ? (x + given).Relu() : x;")]
    [InlineData("Tensor? mask", "x = mask?.Relu() ?? x;")]
    [InlineData("Tensor? mask", "x = mask switch { null => x, _ => x.Relu() };")]
    [InlineData("Tensor? mask", "Tensor? y = null; if (mask is Tensor given) y = given.Relu(); x = y ?? x;")]
    public void EveryTestForNull_DecidesWhatIsRead(string parameter, string body)
    {
        var reading = Source.ReadMembers($$"""
            static Tensor Define([Shape(4)] Tensor x, [Shape(4)] {{parameter}})
            {
                {{body}}
                return x.Linear(4, name: "fc");
            }
            """);
        static bool HasRelu(Graph graph) => graph.Layers.Any(layer => layer.Kind == "Relu");
        Assert.True(HasRelu(reading.Graph()));
        Assert.Equal(["mask"], reading.Model.Optional);
        var variant = Assert.Single(reading.Model.Variants);
        Assert.Equal(["mask"], variant.LeftOut);
        Assert.False(HasRelu(variant.Graph));
        Assert.Single(variant.Inputs);
    }

    [Fact]
    public void EveryChoice_IsRead()
    {
        var reading = Source.ReadMembers("""
            static Tensor Define([Shape(4)] Tensor? a, [Shape(4)] Tensor x, [Shape] Tokens? b)
            {
                if (a is not null) x += a;
                if (b is not null) x += b.Embedding(3, 4, name: "b");
                return x.Linear(4, name: "fc");
            }

            static Tensor Loss(Tensor y, [Shape(4)] Tensor target, Tensor? a, [Shape] Tensor? weight)
            {
                var error = (y - target).Square().Mean(0);
                if (weight is not null) error *= weight;
                return a is null ? error.Mean() : error.Mean() + a.Mean();
            }
            """);
        Assert.Empty(reading.Errors);
        Assert.Equal(["a", "b", "weight"], reading.Model.Optional);
        Assert.Equal(["a", "b", "weight", "a b", "a weight", "b weight", "a b weight"], reading.Model.Variants.Select(variant => string.Join(" ", variant.LeftOut)));

        // All have the same weights and results.
        Assert.All(reading.Model.Variants, variant =>
        {
            Assert.Equal(Keys(reading.Graph()), Keys(variant.Graph));
            Assert.Equal(reading.Model.OutputNames, variant.Graph.Outputs.Select(output => output.Name));
            Assert.Equal(3 - variant.LeftOut.Count + 2, variant.Inputs.Count + variant.Targets.Count);
        });
    }

    [Fact]
    public void MistakeWithoutAnInput_SaysSo()
    {
        var error = Assert.Single(Source.ReadMembers("""
            static Tensor Define([Shape(8)] Tensor x, [Shape(2)] Tensor? more)
            {
                var y = more is null ? x : x.Concat(more);
                return y + y.Parameter("shift", [10]);
            }
            """).Errors);
        Assert.Equal(DiagnosticIds.Shape, error.Id);
        Assert.StartsWith("Where 'more' is left out: Add cannot broadcast [B, 8] with [10]: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModuleThatIsUsedElsewhereFirst_HasTheSameWeights() => Assert.Empty(Source.ReadMembers("""
        static Tensor Define([Shape(8)] Tensor x, [Shape(8)] Tensor? more)
        {
            var tower = new Module("tower", y => y.Linear(8).Relu());
            var all = more is null ? tower.Apply(x) : tower.Apply(more) + tower.Apply(x);
            return all.Linear(2, name: "fc");
        }
        """).Errors);

    [Fact]
    public void WhatIsReadInSomeCallsOnly_IsOfUse()
    {
        var reading = Source.ReadNetwork("""
            [Network, Freeze("only_without.*")]
            public partial class Net
            {
                static Tensor Define([Shape(8)] Tensor x, [Shape(8)] Tensor other, [Shape(8)] Tensor? more) =>
                    (more is null ? (x + other).Linear(8, name: "only_without") : (x + more).Linear(8, name: "only_with")).Linear(2, name: "fc");

                static Tensor Loss(Tensor y, [Shape(2)] Tensor target) => y.MeanSquaredError(target);
            }
            """);
        Assert.Empty(reading.Errors);
        Assert.DoesNotContain(reading.Warnings, warning => warning.Id != DiagnosticIds.NothingLearned);
        Assert.All([reading.Graph(), reading.Model.Variants[0].Graph], graph =>
            Assert.Equal(["only_without.bias", "only_without.weight"], graph.Nodes.Select(node => node.Op).OfType<ParameterOp>().Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Key).Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<string> Keys(Graph graph) => graph.Nodes.Select(Freezing.KeyOf).OfType<string>().Order(StringComparer.Ordinal);
}
