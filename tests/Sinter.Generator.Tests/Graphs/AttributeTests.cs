using System.Reflection;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

public sealed class AttributeTests
{
    private readonly GraphFixture fixture = new();

    [Fact]
    public void Attributes_BuildTheGraphOfTheMethods()
    {
        LayerAttribute[] layers =
        [
            new Conv2dAttribute(8, kernel: 3, padding: 1) { Name = "conv1" }, new BatchNorm2dAttribute(), new ReluAttribute(), new MaxPool2dAttribute(2),
            new DepthwiseConv2dAttribute(3, Padding.Same), new GroupNormAttribute(2), new GeluAttribute(GeluApproximation.Tanh),
            new Conv2dAttribute(4, 3, Padding.Same), new AvgPool2dAttribute(3, 2, 1, countIncludePad: false),
            new FlattenAttribute(), new DropoutAttribute(0.1f), new LinearAttribute(10, bias: false) { Name = "fc" },
        ];
        var output = layers.Aggregate(fixture.Input(3, 8, 8), (x, layer) => layer.Apply(x));
        output.Builder.SetLoss(new CrossEntropyLossAttribute(labelSmoothing: 0.1f).Apply(output, op => fixture.Builder.Add(op)).Id);

        var other = new GraphFixture();
        var logits = other.Input(3, 8, 8)
            .Conv2d(8, kernel: 3, padding: 1, name: "conv1").BatchNorm2d().Relu().MaxPool2d(2)
            .DepthwiseConv2d(3, Padding.Same).GroupNorm(2).Gelu(GeluApproximation.Tanh)
            .Conv2d(4, 3, Padding.Same).AvgPool2d(3, 2, 1, countIncludePad: false)
            .Flatten().Dropout(0.1f).Linear(10, bias: false, name: "fc");
        var label = new Tokens(other.Builder, other.Builder.Add(new InputOp("label", GraphFixture.Batched(), DataType.Int32, IsTarget: true)));
        other.Builder.SetLoss(logits.CrossEntropy(label, labelSmoothing: 0.1f).Id);
        Assert.Equal(other.Graph, fixture.Graph);
    }

    [Fact]
    public void AttributesOfSequences_BuildTheGraphOfTheMethods()
    {
        LayerAttribute[] layers =
        [
            new Conv1dAttribute(8, kernel: 3, padding: 1) { Name = "conv1" }, new MaxPool1dAttribute(3, 2, 1, ceilMode: true), new Conv1dAttribute(6, 3, Padding.Causal, dilation: 2, groups: 2, bias: false),
            new AvgPool1dAttribute(2, padding: 1, countIncludePad: false),
        ];
        layers.Aggregate(fixture.Input(4, 21), (x, layer) => layer.Apply(x));
        var other = new GraphFixture();
        other.Input(4, 21).Conv1d(8, kernel: 3, padding: 1, name: "conv1").MaxPool1d(3, 2, 1, ceilMode: true).Conv1d(6, 3, Padding.Causal, dilation: 2, groups: 2, bias: false).AvgPool1d(2, padding: 1, countIncludePad: false);
        Assert.Equal(other.Graph, fixture.Graph);
    }

    [Fact]
    public void Embedding_ReadsTokens()
    {
        var y = new EmbeddingAttribute(100, 16) { Name = "words" }.Apply(fixture.Tokens(7));
        Assert.Equal("[B, 7, 16]", y.Shape.ToString());
        Assert.Equal(["words.weight [100, 16]"], fixture.Parameters());
        GraphFixture attributes = new(), methods = new();
        new EmbeddingAttribute(9, 4, maxNorm: 2, normType: 1) { PaddingIdx = 3 }.Apply(attributes.Tokens(7));
        methods.Tokens(7).Embedding(9, 4, paddingIdx: 3, maxNorm: 2, normType: 1);
        Assert.Equal(methods.Graph, attributes.Graph);
    }

    [Theory]
    [InlineData(typeof(MeanSquaredErrorLossAttribute), "MeanSquaredError")]
    [InlineData(typeof(BinaryCrossEntropyWithLogitsLossAttribute), "BinaryCrossEntropyWithLogits")]
    [InlineData(typeof(L1LossAttribute), "L1")]
    [InlineData(typeof(HuberLossAttribute), "Huber")]
    [InlineData(typeof(SmoothL1LossAttribute), "SmoothL1")]
    [InlineData(typeof(BinaryCrossEntropyLossAttribute), "BinaryCrossEntropy")]
    [InlineData(typeof(KlDivergenceLossAttribute), "KlDivergence")]
    public void Losses_DeclareATargetInTheShapeOfTheOutput(Type type, string kind)
    {
        var constructor = type.GetConstructors().Single();
        var loss = (LossAttribute)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
        var declared = new List<InputOp>();
        var value = loss.Apply(fixture.Input(4, 5), op =>
        {
            declared.Add(op);
            return fixture.Builder.Add(op);
        });
        Assert.Equal(new InputOp("target", GraphFixture.Batched(4, 5), DataType.Float32, IsTarget: true), Assert.Single(declared));
        Assert.Equal(Shape.Scalar, value.Shape);
        Assert.Equal(kind, Assert.Single(fixture.Graph.Layers).Kind);
    }

    [Fact]
    public void CrossEntropyLoss_DeclaresALabelWithoutTheClassAxis()
    {
        new CrossEntropyLossAttribute(axis: -1, ignoreIndex: 0).Apply(fixture.Input(7, 5), op => fixture.Builder.Add(op));
        var label = fixture.Graph.Nodes.Select(node => node.Op).OfType<InputOp>().Single(op => op.IsTarget);
        Assert.Equal(new InputOp("label", GraphFixture.Batched(7), DataType.Int32, IsTarget: true) { Limit = 5 }, label); // 0 is a class, and needs no leave of its own.
    }

    /// <summary>Each attribute is a method of the same name whose constructor's parameters have the method's names and defaults.</summary>
    [Fact]
    public void EveryLayerAttribute_MirrorsAMethod()
    {
        var types = typeof(LayerAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) || type.IsSubclassOf(typeof(LossAttribute))).ToArray();
        Assert.Equal(79, types.Length);
        var methods = typeof(Tensor).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: true, IsPublic: true })
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).ToLookup(method => method.Name);
        foreach (var type in types)
        {
            var name = type.Name.Replace("Attribute", "").Replace("Loss", "");
            var candidates = methods[name].ToArray();
            Assert.NotEmpty(candidates);
            foreach (var constructor in type.GetConstructors())
            {
                Assert.Contains(candidates, method => constructor.GetParameters().All(own => method.GetParameters().Any(its => Mirrors(own, its))));
            }
        }
    }

    private static bool Mirrors(System.Reflection.ParameterInfo own, System.Reflection.ParameterInfo its)
    {
        if (own.Name != its.Name || own.HasDefaultValue != its.HasDefaultValue) return false;

        // An attribute cannot have a nullable argument: 0, as a stride or a size, stands for none given.
        var isOptionalNumber = Nullable.GetUnderlyingType(its.ParameterType) is { } number && number == own.ParameterType;
        return isOptionalNumber ? Equals(own.DefaultValue, Activator.CreateInstance(own.ParameterType)) : own.ParameterType == its.ParameterType && Equals(own.DefaultValue, its.DefaultValue);
    }

    [Fact]
    public void InputAndShape_KeepTheirExtents()
    {
        Assert.Equal([1, 28, 28], new InputAttribute(1, 28, 28).Shape);
        Assert.Equal(("input", false), (new InputAttribute(3).Name, new InputAttribute(3).Tokens));
        Assert.Empty(new ShapeAttribute().Shape);
    }
}
