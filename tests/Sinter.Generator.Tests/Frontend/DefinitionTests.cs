using Sinter.Generator.Frontend;
using Sinter.Generator.Model;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>Both forms of declaration, their inputs and their outputs.</summary>
public sealed class DefinitionTests
{
    [Fact]
    public void FluentChain_BecomesLayers() =>
        Assert.Equal("fc1:8 relu1:8 fc2:3", Source.Layers("return x.Linear(8, name: \"fc1\").Relu().Linear(3, name: \"fc2\");"));

    [Fact]
    public void LoopsAndHelpers_UnrollIntoLayers() =>
        Assert.Equal(
            "block.0.fc:8 block.0.relu1:8 block.1.fc:16 block.1.relu1:16",
            Source.Layers(
                "for (var i = 0; i < 2; i++) x = x.Scope($\"block.{i}\", b => Block(b, 8 << i)); return x;",
                "static Tensor Block(Tensor x, int width) => x.Linear(width, name: \"fc\").Relu();"));

    [Fact]
    public void DslValues_AreReadAndPassedOn() =>
        Assert.Equal(
            "a:9 b:4",
            Source.Layers(
                """
                var width = x.Shape[^1] * 2 + x.Shape.Rank;
                Func<Tensor, Tensor> layer = t => t.Linear(width, name: "a");
                var weight = x.Parameter("w", [4, 9], Initializer.Normal(standardDeviation: 0.1f));
                var parts = layer(x).Linear(weight, name: "b").Chunk(2);
                var y = Tensor.Concat([.. parts]) * 2 + (1 - parts[0].Sum()) / 2f;
                return -y;
                """));

    [Fact]
    public void Module_SharesItsWeights()
    {
        var graph = Source.ReadBody("var tower = new Module(\"tower\", t => t.Linear(2)); return tower.Apply(x) - tower.Apply(x * 2);").Graph();
        Assert.Equal(["tower.linear1.weight", "tower.linear1.bias"], graph.Nodes.Select(node => node.Op).OfType<ParameterOp>().Select(op => op.Key));
    }

    [Fact]
    public void UserAndDslEnums_Choose() =>
        Assert.Equal(
            "gelu1:4 linear1:2",
            Source.Layers(
                "return Act(x, Activation.Gelu).Linear(2);",
                "enum Activation { Relu, Gelu } static Tensor Act(Tensor x, Activation a) => a switch { Activation.Relu => x.Relu(), Activation.Gelu => x.Gelu(GeluApproximation.Tanh), _ => throw new ArgumentException() };"));

    [Fact]
    public void HelpersInOtherFiles_AreRead()
    {
        var compilation = Source.Compile(
            "using Sinter; [Network] public partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Block(3); }",
            "using Sinter; static class Blocks { const int Scale = 2; public static Tensor Block(this Tensor x, int width) => x.Linear(width * Scale); }");
        Assert.Equal("B, 6", string.Join(", ", Source.Read(compilation).Graph().Nodes[^1].Shape.Dims));
    }

    [Fact]
    public void Loss_GetsOutputInputAndTargets()
    {
        var reading = Source.ReadMembers(
            """
            static Tensor Define([Shape(4)] Tensor image, [Shape(4)] Tensor mask) => image.Linear(4) * mask;
            static Tensor Loss(Tensor logits, Tensor image, [Shape(4)] Tensor weights, [Shape] Tokens label) =>
                ((logits - image) * weights).Square().Mean() + logits.CrossEntropy(label);
            """);
        var graph = reading.Graph();
        Assert.Equal(["image", "mask"], reading.Model.InputNames);
        Assert.Equal(["weights", "label"], reading.Model.TargetNames);
        Assert.Equal(["logits"], reading.Model.OutputNames);
        Assert.Equal("[B]", graph[reading.Model.Targets[1]].Shape.ToString());
        Assert.Equal(4, ((InputOp)graph[reading.Model.Targets[1]].Op).Limit);
        Assert.True(((InputOp)graph[reading.Model.Targets[0]].Op).IsTarget);
        Assert.Equal(0, graph[graph.Loss!.Value].Shape.FullRank);
    }

    [Fact]
    public void TupleOutputs_KeepTheirNames()
    {
        var reading = Source.ReadMembers(
            """
            static (Tensor Mean, Tensor Variance) Define([Shape(4)] Tensor x) { var h = x.Linear(2); return (h, h.Square()); }
            static Tensor Loss(Tensor variance, Tensor mean, [Shape(2)] Tensor target) => ((mean - target) / variance).Mean();
            """);
        Assert.Equal(["mean", "variance"], reading.Model.OutputNames);
        var graph = reading.Graph();
        var target = reading.Model.Targets[0];
        var difference = graph.Nodes.Single(node => node.Op is PointwiseOp { Function: ScalarFunction.Subtract });
        Assert.Equal([graph.Outputs[0].Node, target], difference.Inputs);
    }

    [Theory]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) => x;", "output")]
    [InlineData("static Tensor Define([Shape(4)] Tensor output) => output;", "outputOutput")]
    [InlineData("static (Tensor, Tensor) Define([Shape(4)] Tensor x) => (x, x.Relu());", "output1,output2")]
    [InlineData("static Tensor Define([Shape(4)] Tensor x) => x; static Tensor Loss(Tensor y, [Shape(4)] Tensor t) => (y - t).Mean();", "y")]
    [InlineData("[return: Output(\"scores\")] static Tensor Define([Shape(4)] Tensor x) => x; static Tensor Loss(Tensor y, [Shape(4)] Tensor t) => (y - t).Mean();", "scores")]
    public void Outputs_AreNamed(string members, string expected) =>
        Assert.Equal(expected, string.Join(",", Source.ReadMembers(members).Model.OutputNames));

    [Fact]
    public void AttributeStack_IsAppliedInOrder()
    {
        var reading = Source.ReadNetwork("[Network, Input(784)]\n[Linear(128), Relu, Dropout(0.1f), Linear(10, Name = \"head\")]\n[CrossEntropyLoss(labelSmoothing: 0.1f)]\npublic partial class Net;");
        var graph = reading.Graph();
        Assert.Equal(["linear1", "relu1", "dropout1", "head", "crossentropy1"], graph.Layers.Select(layer => layer.Name));
        Assert.Equal(["input"], reading.Model.InputNames);
        Assert.Equal(["label"], reading.Model.TargetNames);
        Assert.NotNull(graph.Loss);
    }

    [Fact]
    public void AttributeStack_TakesTokensAndArrays()
    {
        var graph = Source.ReadNetwork("[Network, Input(6, Tokens = true, Name = \"words\"), Embedding(100, 8), Reshape(3, 16), Gelu(GeluApproximation.Tanh), MeanSquaredErrorLoss] partial class Net;").Graph();
        Assert.Equal("[B, 3, 16]", graph[graph.Outputs[0].Node].Shape.ToString());
        Assert.Equal(("words", 100), graph.Nodes.Select(node => node.Op).OfType<InputOp>().Select(op => (op.Argument, op.Limit)).First());
    }

    [Fact]
    public void Declaration_KeepsWhatTheGeneratedPartRepeats()
    {
        var compilation = Source.Compile("using Sinter; namespace My.@event; partial struct Outer<T> { internal partial interface IMid { [Network] protected internal sealed partial record Net { static Tensor Define([Shape(4)] Tensor x) => x; } } }");
        var declaration = Source.Read(compilation, "My.event.Outer`1+IMid+Net").Model.Declaration;
        Assert.Equal("My.event.Outer`1.IMid.Net", declaration.File.Usual);
        Assert.Equal("My.@event.Outer.IMid.Net", declaration.FullName);
        Assert.Equal(
            new NetworkDeclaration("My.@event", EquatableArray.Of(new ContainingType("struct", "Outer", "<T>", 1), new ContainingType("interface", "IMid", "", 0)), "Net", "record", "protected internal", true, true),
            declaration);
    }

    [Fact]
    public void EqualSources_GiveEqualModels()
    {
        const string Source1 = "static Tensor Define([Shape(1, 8, 8)] Tensor x) => x.Conv2d(4, kernel: 3).BatchNorm2d().Relu().Flatten().Dropout().Linear(2); static Tensor Loss(Tensor y, [Shape] Tokens t) => y.CrossEntropy(t);";
        var first = Source.ReadMembers(Source1).Model;
        var second = Source.ReadMembers("// moved down\n\n" + Source1.Replace("=> x.", "{ var input = x; return input.").Replace("Linear(2);", "Linear(1 + 1); }")).Model;
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, Source.ReadMembers(Source1.Replace("Linear(2)", "Linear(3)")).Model);
    }

    [Fact]
    public void Nodes_KnowWhereTheyComeFrom()
    {
        var reading = Source.ReadBody("x = Twice(x); return x.Relu();", "static Tensor Twice(Tensor t) => t * 2;");
        var places = reading.Places.Select(place => place is null ? "" : Source.TextUnder(Squiggle.Of(place))).ToArray();
        Assert.Equal(reading.Graph().Nodes.Count, places.Length);
        Assert.Contains("t * 2", places);
        Assert.StartsWith("Relu", places[^1]);
    }
}
