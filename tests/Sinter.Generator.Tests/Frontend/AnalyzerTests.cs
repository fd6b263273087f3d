using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Diagnostics;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>The analyzer: what the frontend finds, where it finds it.</summary>
public sealed class AnalyzerTests
{
    private const string Wrong = "using Sinter; [Network] public partial class Net { static Tensor Define([Shape(4)] Tensor x) => Block(x.Relu()); static Tensor Block(Tensor t) => t.Linear(-1, name: \"fc\"); }";

    [Fact]
    public async Task WrongNetwork_IsReportedAtTheCall()
    {
        var diagnostic = Assert.Single(await Analyze(Source.Compile(Wrong)));
        Assert.Equal(("SNT2002", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal("Linear(-1, name: \"fc\")", Source.TextUnder(diagnostic.Location));
        Assert.StartsWith("Linear 'fc': outFeatures is -1", diagnostic.GetMessage());
        Assert.Equal("Block(x.Relu())", Source.TextUnder(diagnostic.AdditionalLocations[0]));
    }

    [Theory]
    [InlineData("x.Linear(3, name: \"a\") + x.Linear(2, name: \"b\")", "Linear(3, name: \"a\")", "Linear(2, name: \"b\")")]
    [InlineData("Tensor.Concat([x, x.Linear(2).Reshape(1, 2)], 0)", "[Shape(4)] Tensor x", "Reshape(1, 2)")]
    [InlineData("x.Linear(3).Reshape(4)")]
    public async Task TensorsThatDoNotFit_AreShownWhereTheyWereMade(string body, params string[] made)
    {
        var diagnostic = Assert.Single(await Analyze(Source.Compile($"using Sinter; [Network] public partial class Net {{ static Tensor Define([Shape(4)] Tensor x) => {body}; }}")));
        Assert.Equal(made, diagnostic.AdditionalLocations.Select(Source.TextUnder).Where(text => text != "Define"));
    }

    [Fact]
    public async Task RightNetworks_AreSilent() =>
        Assert.Empty(await Analyze(Source.Compile(Wrong.Replace("-1", "1") + " [Network, Input(4), Linear(2)] partial class Stack; class Plain;")));

    [Fact]
    public async Task Pragma_Silences()
    {
        var diagnostics = await Analyze(Source.Compile(Wrong.Replace("=> t.", "=> t.\n#pragma warning disable SNT2002\n").Replace("; }", ";\n#pragma warning restore\n}")));
        Assert.Empty(diagnostics.Where(diagnostic => !diagnostic.IsSuppressed));
    }

    [Fact]
    public async Task CompilerErrors_AreNotRepeated() => Assert.Empty(await Analyze(Source.Compile(Wrong.Replace("Linear(-1", "Linaer(-1"))));

    [Fact]
    public async Task WhatAnotherGeneratorAdds_IsReportedThoughItCompiles()
    {
        var before = Source.Compile("using Sinter; [Network] public partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(Sizes.Width); }")
            .AddReferences(MetadataReference.CreateFromFile(typeof(InferenceSession).Assembly.Location));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)before.SyntaxTrees[0].Options)
            .RunGeneratorsAndUpdateCompilation(before, out var after, out _);
        var complete = (CSharpCompilation)after.AddSyntaxTrees(CSharpSyntaxTree.ParseText("static class Sizes { public const int Width = 3; }", (CSharpParseOptions)before.SyntaxTrees[0].Options, "Sizes.g.cs"));
        Assert.Empty(complete.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));

        var diagnostic = Assert.Single(await Analyze(complete));
        Assert.Equal("SNT3001", diagnostic.Id);
        Assert.Equal("The definition does not compile before source generators have added to the project, which is when it is read; leave out what one of them adds.", diagnostic.GetMessage());
        Assert.Empty(await Analyze((CSharpCompilation)after));
    }

    [Fact]
    public async Task WhatIsWrongInGeneratedCode_IsReportedAtTheCall()
    {
        var compilation = Source.Compile("using Sinter; [Network] public partial class Net { static Tensor Define([Shape(4)] Tensor x) => Blocks.Run(x.Relu()); }");
        var complete = compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("using Sinter; static class Blocks { public static Tensor Run(Tensor x) => x.Linear(0); }", (CSharpParseOptions)compilation.SyntaxTrees[0].Options, "Blocks.g.cs"));

        Assert.Equal("Run(x.Relu())", Source.TextUnder(Assert.Single(await Analyze(complete)).Location));
    }

    [Fact]
    public async Task EachNetwork_IsReportedOnItsOwn()
    {
        var diagnostics = await Analyze(Source.Compile(Wrong, "using Sinter; [Network, Input(4), Linear(0)] public partial class Stack; [Network] class Closed { static Tensor Define([Shape(4)] Tensor x) => x; }"));
        Assert.Equal(["SNT1001 Closed", "SNT2002 Linear(-1, name: \"fc\")", "SNT2002 Linear(0)"], diagnostics.Select(diagnostic => $"{diagnostic.Id} {Source.TextUnder(diagnostic.Location)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task WithoutTheLibrary_NothingHappens() => Assert.Empty(await Analyze(Source.Compile("class C;").RemoveReferences(Source.Compile("").References.Last())));

    private static Task<ImmutableArray<Diagnostic>> Analyze(CSharpCompilation compilation) =>
        compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync();
}
