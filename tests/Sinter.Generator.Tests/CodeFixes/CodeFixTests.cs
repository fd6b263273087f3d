using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Sinter.CodeFixes;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Tests.Frontend;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.CodeFixes;

/// <summary>What the light bulb offers: each offer is applied, and the result is read without the error.</summary>
public sealed class CodeFixTests
{
    private static readonly CodeFixProvider[] Providers = [new MakePartialFix(), new RedundancyFix(), new VerifiedEditFix()];

    [Theory]
    [InlineData("[Network] class Net { static Tensor Define([Shape(4)] Tensor x) => x; }", "Make it partial", "[Network] partial class Net {")]
    [InlineData("// Why.\n[Network]\npublic sealed class Net { static Tensor Define([Shape(4)] Tensor x) => x; }", "Make it partial", "// Why.\n[Network]\npublic sealed partial class Net {")]
    [InlineData("static class Outer { [Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x; } }", "Make it partial", "static partial class Outer { [Network] partial class Net {")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(3).Softmax(); static Tensor Loss(Tensor y, [Shape] Tokens t) => y.CrossEntropy(t); }", "Remove 'Softmax'", "=> x.Linear(3); static Tensor Loss")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(3).Sigmoid(); static Tensor Loss(Tensor y, [Shape(3)] Tensor t) => y.BinaryCrossEntropyWithLogits(t); }", "Remove 'Sigmoid'", "=> x.Linear(3); static Tensor Loss")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(3, 8, 8)] Tensor x) => x.Conv2d(4, kernel: 3).BatchNorm2d(); }", "Write 'bias: false'", "x.Conv2d(4, kernel: 3, bias: false).BatchNorm2d()")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(3, 8, 8)] Tensor x) => x.Conv2d(4, kernel: 3, bias: true).BatchNorm2d(); }", "Write 'bias: false'", "x.Conv2d(4, kernel: 3, bias: false).BatchNorm2d()")]
    [InlineData("[Network, Dim(\"T\", Max = 8), Decode(8)] partial class Net { static Tensor Define([Shape(\"T\", 4)] Tensor x) => x.MultiHeadAttention(2).Linear(3); }", "Write 'causal: true' in 'MultiHeadAttention'", "x.MultiHeadAttention(2, causal: true).Linear(3)")]
    [InlineData("[Network, Dim(\"T\", Max = 8), Decode(8)] partial class Net { static Tensor Define([Shape(\"T\", 4)] Tensor x) => x.MultiHeadAttention(2, causal: false); }", "Write 'causal: true' in 'MultiHeadAttention'", "x.MultiHeadAttention(2, causal: true)")]
    public async Task Mechanical(string source, string title, string expected)
    {
        var offer = Assert.Single(await Offers(source));
        Assert.Equal(title, offer.Title);
        Assert.Contains(expected, offer.Result);
    }

    [Theory]
    [InlineData("[Shape(8, 8)] Tensor x", "x.Conv2d(4, kernel: 3)", "Insert 'Unsqueeze(0)' before 'Conv2d'", "x.Unsqueeze(0).Conv2d(4, kernel: 3)")]
    [InlineData("[Shape(3, 8, 8)] Tensor x", "x.BatchNorm1d()", "Insert 'Flatten()' before 'BatchNorm1d'", "x.Flatten().BatchNorm1d()")]
    [InlineData("[Shape(12, 10)] Tensor x", "x.MultiHeadAttention(heads: 3)", "Write 'heads: 2' in 'MultiHeadAttention'", "x.MultiHeadAttention(heads: 2)")]
    [InlineData("[Shape(6, 8, 8)] Tensor x", "x.Conv2d(8, kernel: 3, groups: 4)", "Write 'groups: 2' in 'Conv2d'", "x.Conv2d(8, kernel: 3, groups: 2)")]
    [InlineData("[Shape(3, 4)] Tensor x", "x.Reshape(2, 7)", "Write '6' in 'Reshape'", "x.Reshape(2, 6)")]
    [InlineData("[Shape(1, 8, 8)] Tensor x", "x.Conv2d(4, kernel: 3).MaxPool2d(2).MaxPool2d(2).Conv2d(4, kernel: 3)", "Write 'kernel: 1' in 'Conv2d'", ".Conv2d(4, kernel: 1)")]
    [InlineData("[Shape(8)] Tensor x", "x.Linear(0)", "Write '1' in 'Linear'", "x.Linear(1)")]
    [InlineData("[Shape(8)] Tensor x", "x.Linear(outFeatures: -3)", "Write 'outFeatures: 1' in 'Linear'", "x.Linear(outFeatures: 1)")]
    [InlineData("[Shape(8)] Tensor x", "x.RotaryPositions()", "Insert 'Unsqueeze(0).Unsqueeze(0)' before 'RotaryPositions'", "x.Unsqueeze(0).Unsqueeze(0).RotaryPositions()")]
    public async Task Tried(string input, string body, string title, string expected)
    {
        var offers = await Offers($"[Network] partial class Net {{ static Tensor Define({input}) => {body}; }}");
        Assert.Contains(offers, offer => offer.Title == title && offer.Result.Contains(expected, StringComparison.Ordinal));
        Assert.InRange(offers.Count, 1, 4);
    }

    [Fact]
    public async Task ATypeAround_IsMadePartialToo()
    {
        var (document, diagnostics) = await Analyze("/* a */ class Outer { [Network] class Net { static Tensor Define([Shape(4)] Tensor x) => x; } }");
        foreach (var diagnostic in diagnostics)
        {
            var (title, result) = Assert.Single(await Offers(document, diagnostic));
            Assert.Equal("Make it partial", title);
            Assert.Contains(Source.TextUnder(diagnostic.Location) == "Net" ? "/* a */ partial class Outer { [Network] partial class Net {" : "/* a */ partial class Outer { [Network] class Net {", result);
        }
    }

    [Fact]
    public async Task AnotherLayer_IsNoWayToDecode() =>
        Assert.Empty(await Offers("[Network, Dim(\"T\", Max = 8), Decode(8)] partial class Net { static Tensor Define([Shape(\"T\", 4)] Tensor x) => x.Flip(0); }"));

    [Fact]
    public async Task WhatChangesNothing_IsNotOffered() =>
        Assert.Empty(await Offers("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(Width()); static int Width() => -1; }"));

    [Fact]
    public async Task AHelperElsewhere_IsMendedForItsNetwork()
    {
        var offers = await Offers("[Network] partial class Net { static Tensor Define([Shape(3, 8, 8)] Tensor x) => Blocks.Stem(x); } static class Blocks { public static Tensor Stem(Tensor x) => x.BatchNorm1d(); }");
        Assert.Contains(offers, offer => offer.Result.Contains("x.Flatten().BatchNorm1d()", StringComparison.Ordinal));
    }

    /// <summary>What is offered for the only diagnostic of a source, and what the source becomes. Each result has it no more.</summary>
    internal static async Task<IReadOnlyList<(string Title, string Result)>> Offers(string source)
    {
        var (document, diagnostics) = await Analyze(source);
        var offers = await Offers(document, Assert.Single(diagnostics));
        foreach (var (_, result) in offers) Assert.Empty((await Analyze(result)).Diagnostics);
        return offers;
    }

    private static async Task<IReadOnlyList<(string Title, string Result)>> Offers(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        foreach (var provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        var offers = new List<(string, string)>();
        foreach (var action in actions)
        {
            var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(CancellationToken.None)));
            offers.Add((action.Title, (await operation.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString()));
        }

        return offers;
    }

    private static async Task<(Document Document, ImmutableArray<Diagnostic> Diagnostics)> Analyze(string source)
    {
        const string Head = "using Sinter;\n";
        if (!source.StartsWith(Head, StringComparison.Ordinal)) source = Head + source;
        var plain = Source.Compile(source);
        Assert.DoesNotContain(plain.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var document = new AdhocWorkspace().AddProject(ProjectInfo.Create(ProjectId.CreateNewId(), VersionStamp.Default, "UnderTest", "UnderTest", LanguageNames.CSharp,
                compilationOptions: plain.Options, parseOptions: plain.SyntaxTrees[0].Options, metadataReferences: plain.References))
            .AddDocument("File0.cs", SourceText.From(source));
        var compilation = (await document.Project.GetCompilationAsync())!;
        return (document, await compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync());
    }
}
