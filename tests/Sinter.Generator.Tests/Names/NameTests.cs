using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Names;

/// <summary>
/// What C# takes as a name of a class, a namespace, an argument, a result, a layer or a symbol either works, or is refused with an
/// error of its own. <c>SINTER_NAMES=all</c> draws every name that is known.
/// </summary>
public sealed class NameTests(ITestOutputHelper output)
{
    // A name is eleven networks.
    private const int Drawn = 4;

    private static readonly string[] Always = ["i", "Begin", "nameof", "record", "keys", "var", "x\u203Fy"];

    [Fact]
    public void AnyName_WorksOrIsRefused()
    {
        var names = Environment.GetEnvironmentVariable("SINTER_NAMES") == "all" ? NameCases.All : [.. Always, .. Draw(NameCases.All.Except(Always), new Random(Environment.TickCount))];
        output.WriteLine(string.Join(" ", names));
        Check([.. names.Select(NameCases.File)]);
    }

    [Fact]
    public void NamesThatDifferInCase_HaveFilesOfTheirOwn()
    {
        const string network = "static Tensor Define([Shape(8)] Tensor x) => x.Linear(3); }";
        var compilation = Check(
            $"using Sinter; [Network] public partial class Good {{ {network} [Network] public partial class Net {{ {network} [Network] public partial class NET {{ {network}",
            $"using Sinter; namespace A.B {{ [Network] public partial class C {{ {network} }} namespace a.b {{ [Network] public partial class c {{ {network} }}",
            $"using Sinter; public partial class Outer {{ [Network] public partial class Net {{ {network} }} public partial class Outer<T> {{ [Network] public partial class Net {{ {network} }} public partial class OUTER {{ [Network] public partial class nEt {{ {network} }}");
        Assert.Equal(8, compilation.Generated.Count);
        Assert.Contains(compilation.Generated, tree => tree.FilePath.EndsWith("Good.g.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void LowerCase_IsRemarkedUponWhereItIsDeclared()
    {
        var compilation = UserCompilation.Of("using Sinter; namespace A { public partial class outer { [Network] public partial class net { static Tensor Define([Shape(8)] Tensor x) => x.Linear(3); } } }");
        Assert.Null(compilation.Exception);
        var remarks = compilation.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Id == "CS8981").ToArray();
        Assert.Equal(2, remarks.Length);
        Assert.DoesNotContain(remarks, compilation.IsGenerated);
    }

    [Fact]
    public void ClassMarkedTwice_IsOneNetworkWithAnError()
    {
        var compilation = UserCompilation.Of("using Sinter; [Network] public partial class Good { static Tensor Define([Shape(8)] Tensor x) => x.Linear(3); }", "using Sinter; [Network] public partial class Net { static Tensor Define([Shape(8)] Tensor x) => x.Linear(3); }", "using Sinter; [Network] partial class Net;");
        Assert.Null(compilation.Exception);
        Assert.Equal(2, compilation.Generated.Count);
        Assert.Equal([DiagnosticIds.AmbiguousDefinition], compilation.Analyze().Select(diagnostic => diagnostic.Id));
        Assert.DoesNotContain(compilation.Compilation.GetDiagnostics(), compilation.IsGenerated);
    }

    [Fact]
    public void WhatGeneratedCodeRefersTo_IsKnown()
    {
        var compilation = UserCompilation.Of([.. Subjects()]);
        Assert.Null(compilation.Exception);
        foreach (var tree in compilation.Generated)
        {
            var model = compilation.Compilation.GetSemanticModel(tree);
            // A word that is not the name of a type.
            foreach (var name in Programs(tree).SelectMany(part => part.DescendantNodes()).OfType<SimpleNameSyntax>().Where(name => IsUnqualified(name) && !name.IsVar))
            {
                if (model.GetSymbolInfo(name).Symbol is not INamedTypeSymbol type || type.DeclaringSyntaxReferences.Length > 0 || type.SpecialType != SpecialType.None) continue;
                Assert.True(Emit.KnownNames.OfPrograms.Contains(name.Identifier.ValueText), $"{name} of {type} is not in {nameof(Emit.KnownNames)}");
            }
        }
    }

    [Fact]
    public void ArgumentsOfLossThatDifferInCase_AreTheOutputsOfTheirNames()
    {
        var graph = Frontend.Source.Graph(Frontend.Source.ReadMembers("static (Tensor A, Tensor a) Define([Shape(4)] Tensor x) => (x.Linear(2), x.Linear(3)); static Tensor Loss(Tensor a, Tensor A, [Shape(3)] Tensor t, [Shape(2)] Tensor u) => a.MeanSquaredError(t) + A.MeanSquaredError(u);"));
        Assert.NotNull(graph.Loss);
    }

    private static IEnumerable<string> Draw(IEnumerable<string> names, Random random) => names.OrderBy(_ => random.Next()).Take(Drawn);

    // Every network of these files compiles cleanly, or there is an error of Sinter in its namespace. C# itself takes the files.
    private static UserCompilation Check(params string[] files)
    {
        var taken = files.Where(IsTaken).ToArray();
        Assert.InRange(taken.Length, 1, files.Length);
        var compilation = UserCompilation.Of(taken);
        Assert.Null(compilation.Exception);
        var found = compilation.Analyze();
        Assert.All(found, diagnostic => Assert.True(diagnostic.Id.StartsWith("SNT", StringComparison.Ordinal) && diagnostic.Id != DiagnosticIds.Internal, diagnostic.ToString()));
        var refused = found.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => Space(diagnostic)).ToHashSet();
        foreach (var diagnostic in compilation.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id is not ("CS1591" or "CS8981")))
            Assert.True(!compilation.IsGenerated(diagnostic), $"{diagnostic}\n{Line(diagnostic)}");
        foreach (var lowered in compilation.Lowered) Assert.True(lowered.Inference is not null || refused.Contains(lowered.Declaration.Namespace.Replace("@", "")), $"{lowered.Declaration.FullName}: nothing is reported, but {string.Join("\n", lowered.Errors)}");
        return compilation;
    }

    // Whether only what is generated is missing.
    private static bool IsTaken(string file) => !UserCompilation.WithoutGenerator(file).GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static string Space(Diagnostic diagnostic)
    {
        var node = diagnostic.Location.SourceTree!.GetRoot().FindNode(diagnostic.Location.SourceSpan);
        return string.Join(".", node.AncestorsAndSelf().OfType<BaseNamespaceDeclarationSyntax>().Reverse().Select(space => space.Name.ToString().Replace("@", "")));
    }

    private static string Line(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();

    private static IEnumerable<SyntaxNode> Programs(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(type => type.Modifiers.Any(SyntaxKind.FileKeyword) && !type.Identifier.ValueText.EndsWith("Tables", StringComparison.Ordinal));

    private static bool IsUnqualified(SimpleNameSyntax name) => name.Parent switch
    {
        QualifiedNameSyntax qualified => qualified.Left == name,
        AliasQualifiedNameSyntax => false,
        MemberAccessExpressionSyntax access => access.Expression == name,
        NameColonSyntax => false,
        _ => true,
    };

    private static IEnumerable<string> Subjects() => Mutations.Subjects.All.SelectMany(subject => new[] { subject.Text }.Concat(subject.Others)).Take(1)
        .Concat(["using Sinter; namespace Known { [Network] public partial class Net { static Tensor Define([Shape(32, 64, 64)] Tensor x) => x.Conv2d(32, kernel: 3, padding: 1).BatchNorm2d().Relu().MaxPool2d(2).DepthwiseConv2d(3, padding: 1).AvgPool2d(2).Flatten().Dropout(0.5f).Linear(5).Softmax(); static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label); } [Network, Dim(\"T\", Max = 8), Decode(9)] public partial class Writer { static Tensor Define([Shape(\"T\")] Tokens text) => text.Embedding(11, 8).LlamaBlock(2, 12).Linear(11); static Tensor Loss(Tensor y, [Shape(\"T\")] Tokens next) => y.CrossEntropy(next, axis: -1); } [Network, Dim(\"T\", Max = 8)] public partial class Reader { static Tensor Define([Shape(\"T\", 4)] Tensor x) => x.Lstm(6).Outputs.Gru(5).Outputs.Max(0); static Tensor Loss(Tensor y) => y.Mean(); } }"]);
}
