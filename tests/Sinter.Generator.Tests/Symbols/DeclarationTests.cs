using Sinter.Generator.Levels;
using Sinter.Generator.Tests.Frontend;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Symbols;

/// <summary>What <c>[Dim]</c>, <c>[Shape]</c> and <c>[Input]</c> say of symbols, and what is wrong with it.</summary>
public sealed class DeclarationTests
{
    private const string Loop = "static Tensor Define([Shape(\"T\", 4)] Tensor x) => x.Relu();";

    [Fact]
    public void ShapesAndInputs_NameSymbols()
    {
        var graph = Source.ReadNetwork("[Network, Dim(\"T\", Max = 8, Min = 2, MultipleOf = 2)] public partial class Net { " + Loop + " }").Graph();
        Assert.Equal("[B, T, 4]", graph[graph.Outputs[0].Node].Shape.ToString());
        Assert.Equal(new DimSymbol("T", 2, 8, 2), graph[0].Shape.Dims[1].Symbol);
        graph = Source.ReadNetwork("[Network, Dim(\"T\", Max = 8), Input(4, \"T\"), Relu, Flatten] public partial class Net;").Graph();
        Assert.Equal("[B, 4*T]", graph[graph.Outputs[0].Node].Shape.ToString());
        graph = Source.ReadNetwork("[Network, Dim(\"T\", Max = 8), Input(\"T\", Tokens = true, Name = \"words\"), Embedding(10, 3)] public partial class Net;").Graph();
        Assert.Equal("[B, T, 3]", graph[graph.Outputs[0].Node].Shape.ToString());
    }

    [Theory]
    [InlineData("", "SNT1012", "Shape(\"T\", 4)", "The symbol 'T' is not declared; add [Dim(\"T\", Max = …)] to the network 'Net'.")]
    [InlineData("Dim(\"U\", Max = 4)", "SNT1012", "Shape(\"T\", 4)", "The symbol 'T' is not declared; add [Dim(\"T\", Max = …)] to the network 'Net', or use \"U\".")]
    [InlineData("Dim(\"T\", Max = 4), Dim(\"T\", Max = 5)", "SNT1011", "Dim(\"T\", Max = 5)", "The symbol 'T' is declared twice; keep one of the declarations.")]
    [InlineData("Dim(\"T\", Max = 4), Dim(\"t\", Max = 5)", "SNT1011", "Dim(\"t\", Max = 5)", "The symbols 'T' and 't' both become an argument called 't'; rename one of them.")]
    [InlineData("Dim(\"T\")", "SNT1011", "Dim(\"T\")", "The symbol 'T' has no bound; state the largest value of a call: [Dim(\"T\", Max = …)].")]
    [InlineData("Dim(\"T\", Max = 4, Min = 5)", "SNT1011", "Dim(\"T\", Max = 4, Min = 5)", "The Max of the symbol 'T' is 4, but must be its Min of 5 or more.")]
    [InlineData("Dim(\"T\", Max = 4, Min = 0)", "SNT1011", "Dim(\"T\", Max = 4, Min = 0)", "The Min of the symbol 'T' is 0, but must be 1 or more.")]
    [InlineData("Dim(\"T\", Max = 4, MultipleOf = 0)", "SNT1011", "Dim(\"T\", Max = 4, MultipleOf = 0)", "The MultipleOf of the symbol 'T' is 0, but must be 1 or more.")]
    [InlineData("Dim(\"T\", Max = 4, MultipleOf = 8)", "SNT1011", "Dim(\"T\", Max = 4, MultipleOf = 8)", "No value from 1 to 4 of the symbol 'T' is a multiple of 8.")]
    [InlineData("Dim(\"B\", Max = 4)", "SNT1011", "Dim(\"B\", Max = 4)", "'B' is the batch, which comes before every shape by itself; give the symbol another name.")]
    [InlineData("Dim(\"a b\", Max = 4)", "SNT1011", "Dim(\"a b\", Max = 4)", "'a b' is no name for a symbol: it becomes the name of a C# variable.")]
    [InlineData("Dim(\"X\", Max = 4), Dim(\"T\", Max = 4)", null, "", "")]
    public void Declarations(string attributes, string? id, string squiggle, string message)
    {
        var reading = Source.ReadNetwork($"[Network{(attributes.Length == 0 ? "" : ", " + attributes)}] public partial class Net {{ {Loop} }}");
        if (id is null) Assert.Empty(reading.Errors);
        else Assert.Equal((id, squiggle, message), Source.Error(reading));
    }

    [Theory]
    [InlineData("Tensor y = x; return y.Reshape(3, 4);", "SNT2001", "Reshape: [B, T, 4] has 4*T elements, but [3, 4] has 12; [-1, 4] would fit, where -1 stands for T.")]
    [InlineData("return x + z;", "SNT2001", "Add cannot broadcast [B, T, 4] with [B, U, 4]: T and U are bound apart at every call, so that nothing makes them equal; name both extents by one symbol.")]
    [InlineData("return x + x.Pad(0, 1, 0);", "SNT2001", "Add cannot broadcast [B, T, 4] with [B, T+1, 4]: T and T+1 always differ.")]
    [InlineData("return x + x.Parameter(\"w\", [5, 4]);", "SNT2001", "Add cannot broadcast [B, T, 4] with [5, 4]: T and 5 are equal at some calls only, 1 <= T <= 8; extents must be equal at every call.")]
    [InlineData("return Tensor.Concat([x, z]);", "SNT2001", "Concat would make an axis of T + U elements; an extent can depend on one symbol only.")]
    [InlineData("return x.Concat(z, 1);", "SNT2001", "Concat along axis 1 needs equal extents along the others, but gets [B, T, 4] and [B, U, 4]: T and U are bound apart at every call, so that nothing makes them equal; name both extents by one symbol.")]
    [InlineData("return x.Linear(x.Shape[0]);", "SNT2001", "The extent T of [B, T, 4] is known only when the network is called; a constant one is needed here.")]
    [InlineData("return x.Slice(0, 1);", "SNT2002", "Slice: the elements 1 to the end of axis 0 of [B, T, 4] are not a part of it at every call: it needs T >= 2, but T can be 1; state Min = 2 of T.")]
    [InlineData("return x.Select(0, 2);", "SNT2002", "Select: element 2 of axis 0 of [B, T, 4] does not exist at every call: it needs T >= 3, but T can be 1; state Min = 3 of T.")]
    [InlineData("return x.Chunk(2)[0];", "SNT2002", "Chunk: axis 0 of [B, T, 4] cannot be cut into 2 equal parts; state MultipleOf = 2 of T.")]
    [InlineData("return x.Slice(0, 0, step: 2);", "SNT2002", "Slice: T elements of axis 0 of [B, T, 4] in steps of 2 are no number that a shape can state; state MultipleOf = 2 of T.")]
    [InlineData("return x.Permute(1, 0).Linear(3);", "SNT2001", "Linear needs a constant number of features, but gets [B, 4, T], of which every call chooses T; declare a number there instead of the symbol 'T'.")]
    [InlineData("return x.LayerNorm(2);", "SNT2001", "The parameter 'layernorm1.weight' would have the shape [T, 4], but a weight has one size for all calls; leave the symbol out of the axes it is made for.")]
    [InlineData("return x.Matmul(x);", "SNT2001", "Matmul needs the last extent of the left side to be the last but one of the right side, but gets [B, T, 4] and [B, T, 4]: 4 and T are equal at some calls only, 1 <= T <= 8; extents must be equal at every call; insert Transpose() after the right side.")]
    [InlineData("return x.Parameter(\"w\", [7, 4]).SliceLike(0, x, 0) + x;", "SNT2002", "SliceLike: axis 0 of [7, 4] has 7 elements, but T of [B, T, 4] can be as many as 8; make the axis as long as that.")]
    [InlineData("return x.Matmul(x.Permute(1, 0)).Flatten();", "SNT2001", "Flatten: the axes of [B, T, T] would become one of T*T elements; an extent can depend on one symbol only.")]
    [InlineData("return x.Unsqueeze(0).Conv2d(3, 5);", "SNT2006", "Conv2d looks at windows of 5x5, but the input [B, 1, T, 4] can be only 1x4; state Min = 5 of T, or use a smaller kernel or more padding.")]
    [InlineData("return x.Unsqueeze(0).Conv2d(3, 3);", "SNT2006", "Conv2d looks at windows of 3x3, but the input [B, 1, T, 4] can be only 1x4; state Min = 3 of T, or use a smaller kernel or more padding.")]
    [InlineData("return x.Unsqueeze(0).MaxPool2d(2);", "SNT2006", "MaxPool2d looks at windows of 2x2, but the input [B, 1, T, 4] can be only 1x4; state Min = 2 of T, or use a smaller kernel or more padding.")]
    [InlineData("return x.Transpose().Conv1d(3, 3, stride: 2, padding: 1).Conv1d(3, 4);", "SNT2006", "Conv1d looks at windows of 4, but the input [B, 3, ⌊(T+1)/2⌋] can be only 1; state Min = 7 of T, or use a smaller kernel or more padding.")]
    [InlineData("return x.Transpose().Conv1d(3, 3, padding: 1).Conv1d(3, 3, padding: 1, stride: 2) + x.Transpose().Conv1d(3, 1);", "SNT2001", "Add cannot broadcast [B, 3, ⌊(T+1)/2⌋] with [B, 3, T]: ⌊(T+1)/2⌋ and T are equal at some calls only; extents must be equal at every call.")]
    [InlineData("return x + x.Transpose().MaxPool1d(2, ceilMode: true).Transpose().Concat(x.Transpose().AvgPool1d(1, stride: 2).Transpose());", "SNT2001", "Add cannot broadcast [B, T, 4] with [B, 2*⌊(T+1)/2⌋, 4]: T and 2*⌊(T+1)/2⌋ are equal only where T is a multiple of 2; state MultipleOf = 2 of T.")]
    [InlineData("return x + x.Transpose().MaxPool1d(1, stride: 3).Transpose().Pad(0, 9, 0);", "SNT2001", "Add cannot broadcast [B, T, 4] with [B, ⌊(T+2)/3⌋+9, 4]: T and ⌊(T+2)/3⌋+9 always differ.")]
    [InlineData("return x.Conv1d(3, 3);", "SNT2001", "Conv1d needs sequences [B, channels, length] with a constant number of channels, but gets [B, T, 4], of which every call chooses T; insert Transpose() before it: [B, 4, T].")]
    [InlineData("return x.Transpose().Conv1d(3, 3, Padding.Same, stride: 2);", "SNT2002", "Conv1d: with a stride of 2, Padding.Same depends on T of [B, 4, T], which every call chooses; give the padding as a number.")]
    [InlineData("return x.Unsqueeze(0).Conv2d(3, 3, Padding.Causal);", "SNT2002", "Conv2d: Padding.Causal is for sequences, whose elements have an order; use Conv1d, or Padding.Same.")]
    [InlineData("return x.Unsqueeze(0).Conv1d(3, 3);", "SNT2003", "Conv1d needs sequences [B, channels, length], but gets [B, 1, T, 4]; insert Flatten(0, 1) before it for T channels.")]
    [InlineData("return x.Transpose().MaxPool1d(4, padding: 3);", "SNT2002", "MaxPool1d: a padding of 3 is more than half the kernel of 4, so that some windows would see padding only; use at most 2.")]
    public void Shapes_UnifyAndAreNeverRebound(string body, string id, string message)
    {
        var error = Source.Error(Source.ReadNetwork("[Network, Dim(\"T\", Max = 8), Dim(\"U\", Max = 8)] public partial class Net { static Tensor Define([Shape(\"T\", 4)] Tensor x, [Shape(\"U\", 4)] Tensor z) { " + body + " } }"));
        Assert.Equal((id, message), (error.Id, error.Message));
    }

    [Theory]
    [InlineData("x.Pad(0, 1, 2)", "[B, T+3, 4]")]
    [InlineData("x.Concat(x)", "[B, 2*T, 4]")]
    [InlineData("x.Concat(x).Concat(x.Select(0, 0).Unsqueeze(0))", "[B, 2*T+1, 4]")]
    [InlineData("x.Pad(0, 0, 1).Slice(0, 1)", "[B, T, 4]")]
    [InlineData("x.Reshape(-1)", "[B, 4*T]")]
    [InlineData("x.Reshape(-1, 2, 2)", "[B, T, 2, 2]")]
    [InlineData("x.Matmul(x.Permute(1, 0))", "[B, T, T]")]
    [InlineData("x.Concat(x).Chunk(2)[1] + x", "[B, T, 4]")]
    [InlineData("x.Mean(0)", "[B, 4]")]
    [InlineData("x.Concat(x).Slice(0, 0, step: 2)", "[B, T, 4]")]
    [InlineData("x.Transpose().Conv1d(5, 3, Padding.Causal, dilation: 4)", "[B, 5, T]")]
    [InlineData("x.Transpose().Conv1d(5, 4, Padding.Same)", "[B, 5, T]")]
    [InlineData("x.Transpose().Conv1d(5, 3, stride: 2, padding: 1)", "[B, 5, ⌊(T+1)/2⌋]")]
    [InlineData("x.Transpose().Conv1d(5, 3, Padding.Causal, stride: 3)", "[B, 5, ⌊(T+2)/3⌋]")]
    [InlineData("x.Transpose().Conv1d(5, 3, stride: 2, padding: 1).Conv1d(6, 3, stride: 2, padding: 1)", "[B, 6, ⌊(T+3)/4⌋]")]
    [InlineData("x.Concat(x).Transpose().MaxPool1d(2)", "[B, 4, T]")]
    [InlineData("x.Concat(x).Pad(0, 1, 2).Transpose().AvgPool1d(4, stride: 2)", "[B, 4, T]")]
    [InlineData("x.Unsqueeze(0).Conv2d(2, 3, stride: 2, padding: 1)", "[B, 2, ⌊(T+1)/2⌋, 2]")]
    [InlineData("x.Transpose().MaxPool1d(3, stride: 2, padding: 1, ceilMode: true)", "[B, 4, ⌊T/2⌋+1]")]
    public void Shapes_AreCarriedThrough(string expression, string shape)
    {
        var graph = Source.ReadNetwork("[Network, Dim(\"T\", Max = 8)] public partial class Net { static Tensor Define([Shape(\"T\", 4)] Tensor x) => " + expression + "; }").Graph();
        Assert.Equal(shape, graph[graph.Outputs[0].Node].Shape.ToString());
    }

    [Fact]
    public void AWrongDefinition_StillTakesTheSizesOfItsCalls()
    {
        var reading = Source.ReadNetwork("[Network, Dim(\"T\", Max = 8), Dim(\"A\", Max = 3)] public partial class Net { static Tensor Define([Shape(\"T\", \"A\")] Tensor x) => x.Linear(0); }");
        var text = NetworkCompiler.Emit(NetworkCompiler.Lower(reading.Model, CancellationToken.None), CancellationToken.None).Text;
        Assert.Contains("Forward(global::System.ReadOnlySpan<float> x, int t, int a, global::System.Span<float> output)", text);
        Assert.Contains("Step(global::System.ReadOnlySpan<float> x, int t, int a)", text);
    }

    [Fact]
    public void WrongExtents_AreErrors()
    {
        var error = Source.Error(Source.ReadMembers("static Tensor Define([Shape(2.5)] Tensor x) => x;"));
        Assert.Equal(("SNT1009", "An extent of a shape is an int or the name of a symbol, but one of these is 2.5."), (error.Id, error.Message));
        error = Source.Error(Source.ReadNetwork("[Network, Dim(\"X\", Max = 3)] public partial class Net { static Tensor Define([Shape(\"X\")] Tensor x) => x.Relu(); }"));
        Assert.Equal(("SNT1011", "The symbol 'X' becomes an argument called 'x', but so does an input or output of that name; rename one of them."), (error.Id, error.Message));
    }
}
