using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Tests.Diagnostics;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Mutations;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Hostile;

/// <summary>
/// However wrong a source is, the generator writes code for every other network, nothing but Sinter's own diagnostics is reported
/// by Sinter, and there is a skeleton if and only if the analyzer reports an error. <c>SINTER_HOSTILE</c> is the number of networks.
/// </summary>
public sealed class WrongSourceTests(ITestOutputHelper output)
{
    private const int Networks = 120, Mutants = 40;

    [Fact]
    public void CorpusOfMistakes_HasASkeletonWhereThereIsAnError() => Check([.. DiagnosticCases.All.Select((@case, index) => DiagnosticCase.File(@case.Source, $"W{index}"))]);

    [Fact]
    public void CorpusOfMendedMistakes_HasNone() => Check([.. DiagnosticCases.All.Select((@case, index) => DiagnosticCase.File(@case.Mended, $"W{index}"))]);

    [Fact]
    public void NumbersAndNames_WhateverTheyAre_AreErrorsOrWork()
    {
        var seed = Environment.TickCount;
        var source = new RandomSource(new Random(seed));
        output.WriteLine($"seed {seed}");
        var count = int.TryParse(Environment.GetEnvironmentVariable("SINTER_HOSTILE"), out var wanted) ? wanted : Networks;
        Check([.. Enumerable.Range(0, count).Select(index => $"using System; using Sinter; namespace W{index} {{ {(index % 2 == 0 ? source.OfAttributes() : source.OfCalls())} }}")]);
    }

    [Fact]
    public void Mutants_HaveASkeletonWhereThereIsAnError()
    {
        var first = Environment.TickCount & 0xFFFFF;
        output.WriteLine($"seeds from {first}");
        foreach (var mutant in Enumerable.Range(first, Mutants).Select(Mutant.Draw).Where(mutant => mutant.Subject.Others.Length == 0).Take(6)) Check([mutant.Text]);
    }

    private void Check(string[] files)
    {
        var compilation = UserCompilation.Of(files);
        Assert.Null(compilation.Exception);
        var found = compilation.Analyze();
        foreach (var diagnostic in found)
            Assert.True(diagnostic.Id.StartsWith("SNT", StringComparison.Ordinal) && diagnostic.Id != DiagnosticIds.Internal, $"{diagnostic}\n{Text(diagnostic)}");
        var errors = compilation.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        foreach (var error in errors.Where(compilation.IsGenerated)) Assert.Fail($"{error}\n{Text(error)}");

        var reported = found.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Path).ToHashSet();
        var refused = errors.Select(Path).ToHashSet();
        for (var index = 0; index < files.Length; index++)
        {
            var (path, space) = ($"File{index}.cs", files.Length == 1 ? "" : $"W{index}");
            var networks = compilation.Models.Count(model => IsIn(model.Declaration.Namespace, space));
            var complete = compilation.Generated.Count(tree => IsIn(Space(tree), space) && !IsSkeleton(tree));
            if (reported.Contains(path)) Assert.True(complete < Math.Max(networks, 1), $"An error is reported, but {complete} of {networks} networks are complete:\n{files[index]}\n{string.Join("\n", found.Where(diagnostic => Path(diagnostic) == path))}");
            else if (!refused.Contains(path)) Assert.True(complete == networks, $"Nothing is reported, but {complete} of {networks} networks are complete:\n{files[index]}");
        }

        output.WriteLine($"{files.Length} sources: {compilation.Generated.Count} files, {compilation.Generated.Count(IsSkeleton)} of them skeletons; {reported.Count} sources with errors of Sinter, {refused.Count} with errors of C#");
    }

    private static bool IsSkeleton(SyntaxTree tree) => tree.GetText().ToString().Contains("/// <remarks>The definition has errors.</remarks>", StringComparison.Ordinal);

    private static string Path(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath ?? "";

    private static bool IsIn(string space, string file) => file.Length == 0 || space == file || space.StartsWith(file + ".", StringComparison.Ordinal);

    private static string Space(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().First().Name.ToString();

    private static string Text(Diagnostic diagnostic) => diagnostic.Location.SourceTree is { } tree && tree.GetText() is { Length: < 20_000 } text ? text.ToString() : "";
}
