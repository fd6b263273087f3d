using Microsoft.CodeAnalysis;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Tests.Frontend;
using Sinter.Graphs;
using Xunit.Abstractions;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>Every diagnostic, with the text it underlines and its whole message; and that nothing is reported once it is mended.</summary>
public sealed class DiagnosticTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. DiagnosticCases.All.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mistake_GivesOneDiagnostic(string name)
    {
        var @case = Find(name);
        var diagnostic = Assert.Single(CaseCompilation.Wrong.Value.Reported(@case));
        Assert.Equal((@case.Id, @case.Squiggle), (diagnostic.Id, Source.TextUnder(diagnostic.Location)));
        Assert.Equal(@case.Message, diagnostic.GetMessage());
        Assert.Empty(CaseCompilation.Wrong.Value.Complaints(@case));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void MendedSource_IsCleanAndCompiles(string name)
    {
        var @case = Find(name);
        Assert.Empty(CaseCompilation.Mended.Value.Reported(@case));
        Assert.Empty(CaseCompilation.Mended.Value.Complaints(@case));
    }

    [Fact]
    public void SourcesMendedInOtherWays_AreCleanAndCompile()
    {
        var index = 0;
        foreach (var @case in DiagnosticCases.All)
        {
            foreach (var source in @case.AllMended.Skip(1))
            {
                var complaints = CaseCompilation.MendedOtherwise.Value.Reported(index).Concat(CaseCompilation.MendedOtherwise.Value.Complaints(index));
                Assert.True(!complaints.Any(), $"{@case.Name}:\n{source}\n{string.Join("\n", complaints)}");
                index++;
            }
        }
    }

    // Code that a message says to write stands in one of the sources that are mended, or stood in the wrong one.
    [Fact]
    public void EveryAdvice_IsAppliedByItsCase()
    {
        var missing = new List<string>();
        foreach (var @case in DiagnosticCases.All)
        {
            var mended = @case.AllMended.ToArray();
            foreach (var code in Advice.CodeOf(@case.Message))
            {
                if (!Advice.Contains(@case.Source, code) && !mended.Any(source => Advice.Contains(source, code))) missing.Add($"{@case.Name}: {code}");
            }

            var ways = Advice.WaysOf(@case.Message);
            var isSilent = ways == 0 && !Advice.SaysWhatIsRight(@case.Message);
            if (isSilent != DiagnosticCases.WithoutAdvice.ContainsKey(@case.Name)) missing.Add($"{@case.Name}: {ways} ways, but {(isSilent ? "not " : "")}listed as without advice: {@case.Message}");
            if (ways > mended.Length) missing.Add($"{@case.Name}: {ways} ways, {mended.Length} applied: {@case.Message}");
        }

        Assert.True(missing.Count == 0, string.Join("\n", missing));
    }

    [Fact]
    public void EveryDescriptor_HasACase()
    {
        Assert.Equal(DiagnosticCases.All.Count, DiagnosticCases.All.Select(@case => @case.Name).Distinct().Count());
        var covered = DiagnosticCases.All.Select(@case => @case.Id).Concat(DiagnosticCases.WithoutCase.Keys).ToHashSet();
        Assert.Empty(DiagnosticDescriptors.All.Select(descriptor => descriptor.Id).Except(covered));
        Assert.Empty(covered.Except(DiagnosticDescriptors.All.Select(descriptor => descriptor.Id)));
        foreach (var (id, reason) in DiagnosticCases.WithoutCase) output.WriteLine($"{id} has no case: {reason}");
    }

    [Fact]
    public void EveryDescriptor_IsDescribed()
    {
        Assert.All(DiagnosticDescriptors.All, descriptor =>
        {
            Assert.EndsWith(".", descriptor.Description.ToString());
            Assert.Equal($"docs/diagnostics.md#{descriptor.Id.ToLowerInvariant()}", descriptor.HelpLinkUri);
            Assert.DoesNotContain('.', descriptor.Title.ToString());
        });
    }

    [Fact]
    public void MethodsOfAProjectBesideThisOne_AreCompiledAlready()
    {
        var @case = DiagnosticCases.All.Single(@case => @case.Id == DiagnosticIds.NoSource);
        var diagnostic = Assert.Single(CaseCompilation.WrongInEditor.Value.Reported(@case));
        Assert.Equal((@case.Id, @case.Message), (diagnostic.Id, diagnostic.GetMessage()));
    }

    [Fact]
    public void BaseClassThatWantsArguments_IsNotLeftToGeneratedCode()
    {
        var compilation = Source.Compile("using Sinter; class Model(string author) { public string Author => author; } [Network] partial class Net : Model { static Tensor Define([Shape(4)] Tensor x) => x; }");
        Assert.Equal(
            (DiagnosticIds.Construction, "Net", "The network 'Net' derives from 'Model', which has no constructor without arguments for the generated ones to call; add one to 'Model'."),
            Source.Error(Source.Read(compilation)));
    }

    [Theory]
    [InlineData("static partial class Zoo<T> where T : class { internal partial record struct Cage<T, U> { [Network] internal partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(2); } } }")]
    [InlineData("partial interface Reads<T, U> { [Network] public sealed partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(2); } }")]
    [InlineData("[Network] partial record Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(2); public static Net Load(int number) => new((ulong)number); public Net(string name) : this() => Name = name; public string? Name { get; } }")]
    [InlineData("[Network] partial class Net { static Tensor Define([Shape(4)] Tensor x) => x.Linear(2); public object Trainer => this; public object CreateDecoder(int n) => n; }")]
    public void WhatCSharpAllows_IsAllowed(string source)
    {
        var compiled = new CaseCompilation([source], refersToSource: false);
        Assert.Empty(compiled.Reported(0));
        Assert.Empty(compiled.Complaints(0));
    }

    private static DiagnosticCase Find(string name) => DiagnosticCases.All.Single(@case => @case.Name == name);
}
