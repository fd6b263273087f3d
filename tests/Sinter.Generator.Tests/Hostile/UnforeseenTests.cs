using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Levels;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Errors;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Hostile;

/// <summary>A stage that fails where nobody foresaw it: made to by a graph that no definition gives.</summary>
public sealed class UnforeseenTests
{
    private const string Author = "using Sinter; [Network] public partial class Net { private static Tensor Define([Shape(4)] Tensor x) { return x.Linear(3); } }";

    [Fact]
    public void FailureOfAPass_IsReportedAtTheClass_WithItsStage()
    {
        var model = Source.ReadNetwork(Author).Model;
        var broken = model with { Graph = model.Graph! with { Outputs = EquatableArray.Of(new GraphOutput("output", 999)) } };
        var lowered = NetworkCompiler.Lower(broken, CancellationToken.None);
        AssertReported(lowered, "Sinter failed at the passes for inference of 'Net', which is an error of its own: ");
    }

    [Fact]
    public void FailureOfTheWriter_IsReportedAtTheClass_WithItsStage()
    {
        var lowered = NetworkCompiler.Lower(Source.ReadNetwork(Author).Model, CancellationToken.None);
        Assert.NotNull(lowered.Inference);
        AssertReported(lowered with { Layout = null }, "Sinter failed at the C# of 'Net', which is an error of its own: NullReferenceException: ");
    }

    [Fact]
    public void SizeThatIsCountedNowhere_IsAnErrorOfItsOwn()
    {
        var error = new Progress("the table of layers").ErrorOf(new OverflowException(), "Net");
        Assert.Equal(("SNT2002", "A number that follows from the sizes of 'Net' is too large to be counted, at the table of layers; make its largest values, or the Max of its symbols, smaller."), (error.Id, error.Message));
    }

    [Fact]
    public void Cancellation_PassesThrough()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var model = Source.ReadNetwork(Author).Model;
        Assert.Throws<OperationCanceledException>(() => NetworkCompiler.Lower(model, cancelled.Token));
        Assert.Throws<OperationCanceledException>(() => NetworkCompiler.Emit(NetworkCompiler.Lower(model, CancellationToken.None), cancelled.Token));
    }

    // The skeleton says so, code that uses the network compiles, and the analyzer reads it there.
    private static void AssertReported(LoweredNetwork lowered, string message)
    {
        var generated = NetworkCompiler.Emit(lowered, CancellationToken.None).Text;
        Assert.Contains("[global::Sinter.Runtime.NotCompiled(\"SNT9001\", ", generated);
        var author = UserCompilation.WithoutGenerator(Author, "public static class Program { private static void Use() { using var session = new Net().CreateSession(); session.Forward(x: new float[4], output: new float[3]); } }");
        var compilation = author.AddSyntaxTrees(CSharpSyntaxTree.ParseText(generated, (CSharpParseOptions)author.SyntaxTrees[0].Options, "Net.g.cs"));
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var error = Assert.Single(compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult());
        Assert.Equal((DiagnosticIds.Internal, "Net"), (error.Id, Source.TextUnder(error.Location)));
        Assert.StartsWith(message, error.GetMessage(), StringComparison.Ordinal);
    }
}
