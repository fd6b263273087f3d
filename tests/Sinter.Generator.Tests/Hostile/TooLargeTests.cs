using Microsoft.CodeAnalysis;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Hostile;

/// <summary>Sizes that do not fit are errors at the layer where they come about, and cost no other network its code.</summary>
public sealed class TooLargeTests
{
    [Theory]
    [InlineData("Dim(\"T\", Min = 2, Max = int.MaxValue, MultipleOf = int.MaxValue)", true)]
    [InlineData("Dim(\"T\", Min = int.MaxValue, Max = int.MaxValue, MultipleOf = int.MaxValue)", true)]
    [InlineData("Dim(\"T\", Min = int.MaxValue, Max = int.MaxValue, MultipleOf = 2)", false)]
    [InlineData("Dim(null!, Max = -5)", false)]
    [InlineData("Dim(\"T\", Max = int.MinValue)", false)]
    public void ExtremeSymbols_WorkOrAreRefused(string symbol, bool works)
    {
        var compilation = UserCompilation.Of($"using Sinter; [Network, {symbol}, Input(\"T\", 2)] [Relu] public partial class Net {{ }}");
        Assert.Null(compilation.Exception);
        var errors = compilation.Analyze().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.Id);
        Assert.Equal(works ? [] : ["SNT1011"], errors);
        Assert.DoesNotContain(compilation.Compilation.GetDiagnostics(), compilation.IsGenerated);
    }

    [Theory]
    [InlineData("[Shape(50_000)]", "x.Linear(60_000)", "Linear(60_000)", "SNT2002", "The parameter 'linear1.weight' [60000, 50000] would have 3,000,000,000 numbers, but there can be 2,147,483,392 at most; make the layer or what it reads smaller.")]
    [InlineData("[Shape(3, 224, 224)]", "x.Flatten().Linear(20000)", "Linear(20000)", "SNT2002", "The parameter 'linear1.weight' [20000, 150528] would have 3,010,560,000 numbers, but there can be 2,147,483,392 at most; make the layer or what it reads smaller.")]
    [InlineData("[Shape(3, 30, 30)]", "x.Conv2d(8, 3, dilation: int.MaxValue)", "Conv2d(8, 3, dilation: int.MaxValue)", "SNT2002", "Conv2d: dilation is 2147483647, but can be 536870912 at most.")]
    [InlineData("[Shape(3, 30, 30)]", "x.Conv2d(8, 5, dilation: 1 << 29)", "Conv2d(8, 5, dilation: 1 << 29)", "SNT2006", "Conv2d looks at windows of 2147483649x2147483649, but a window can have 536870912 rows and columns at most; use a smaller kernel or dilation.")]
    [InlineData("[Shape(3, 30, 30)]", "x.Conv2d(8, 3, padding: int.MaxValue)", "Conv2d(8, 3, padding: int.MaxValue)", "SNT2002", "Conv2d: padding is 2147483647, but can be 536870912 at most.")]
    [InlineData("[Shape(3, 30, 30)]", "x.Conv2d(8, 3, padding: 500_000_000)", "Conv2d(8, 3, padding: 500_000_000)", "SNT2006", "Conv2d: with its padding, the input [B, 3, 30, 30] is 1000000030x1000000030, but an image can have 536870912 rows and columns at most; use less padding.")]
    [InlineData("[Shape(3, 30, 30)]", "x.Conv2d(1 << 20, 3, padding: 200_000_000)", "Conv2d(1 << 20, 3, padding: 200_000_000)", "SNT2002", "Convolution over images of 3x400000030x400000030 numbers, padding included, is too large: there can be 2147483647 at most.")]
    [InlineData("[Shape(3, 30, 30)]", "x.MaxPool2d(2, stride: int.MaxValue)", "MaxPool2d(2, stride: int.MaxValue)", "SNT2002", "MaxPool2d: stride is 2147483647, but can be 536870912 at most.")]
    [InlineData("[Shape(3, 30, 30)]", "x.DepthwiseConv2d(3, multiplier: int.MaxValue)", "DepthwiseConv2d(3, multiplier: int.MaxValue)", "SNT2002", "The sizes that follow from these numbers are too large: an extent is 2147483647 at most.")]
    [InlineData("[Shape(1 << 16, 1 << 16)]", "x.Flatten()", "Flatten()", null, null)]
    [InlineData("[Shape(4)]", "x.Reshape(1 << 30, 1 << 30, 1 << 30)", "Reshape(1 << 30, 1 << 30, 1 << 30)", null, null)]
    [InlineData("[Shape(1 << 22, 1 << 22, 2)]", "x", "[Shape(1 << 22, 1 << 22, 2)] Tensor x", null, null)]
    [InlineData("[Shape(4)]", "x.Pad(0, int.MaxValue, 1)", "Pad(0, int.MaxValue, 1)", null, null)]
    [InlineData("[Shape(1 << 20, 1 << 20)]", "x.Concat(x).Linear(1 << 20).Sum()", "Linear(1 << 20)", null, null)]
    [InlineData("[Shape(4, 4)]", "x.Expand(-1, 4).Unsqueeze(0).Expand(int.MaxValue, -1, -1).Unsqueeze(0).Expand(int.MaxValue, -1, -1, -1)", "Expand(int.MaxValue, -1, -1, -1)", null, null)]
    [InlineData("[Shape(\"T\", 8)]", "x.MultiHeadAttention(2).Linear(16)", null, null, null)]
    [InlineData("[Shape(\"T\", 8)]", "x.Matmul(x.Transpose())", "Matmul(x.Transpose())", null, null)]
    public void SizeThatDoesNotFit_IsAnErrorAtItsLayer(string shape, string body, string? squiggle, string? id, string? message)
    {
        var compilation = UserCompilation.Of(
            $"using Sinter; [Network, Dim(\"T\", Max = int.MaxValue)] public partial class Net {{ static Tensor Define({shape} Tensor x) => {body}; }}",
            "using Sinter; [Network] public partial class Good { static Tensor Define([Shape(8)] Tensor x) => x.Linear(3); }");
        Assert.Null(compilation.Exception);
        Assert.Contains(compilation.Lowered, lowered => lowered.Declaration.Name == "Good" && lowered.Inference is not null);
        Assert.DoesNotContain(compilation.Compilation.GetDiagnostics(), compilation.IsGenerated);
        var errors = compilation.Analyze().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (squiggle is null)
        {
            Assert.Empty(errors);
            return;
        }

        var error = Assert.Single(errors);
        Assert.NotEqual(DiagnosticIds.Internal, error.Id);
        Assert.Equal(squiggle, Source.TextUnder(error.Location));
        if (message is not null) Assert.Equal((id, message), (error.Id, error.GetMessage()));
    }
}
