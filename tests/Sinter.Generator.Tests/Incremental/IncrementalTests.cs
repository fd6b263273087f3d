using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Sinter.Generator.Model;
using Sinter.Generator.Programs;
using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Incremental;

/// <summary>What runs again after an edit, by the exact reasons of the named steps.</summary>
public sealed class IncrementalTests
{
    private const string Networks = """
        using Sinter;

        [Network]
        public partial class First
        {
            private int unrelated;
            static Tensor Define([Shape(4)] Tensor x) => x.Linear(8).Relu().Linear(2);
            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }

        [Network, Input(4), Linear(3), Relu]
        public partial class Second;
        """;

    private const string Other = "namespace Elsewhere; public class Other { public int Value; }";

    [Fact]
    public void SameCompilation_RunsNothing()
    {
        var compilation = Source.Compile(Networks, Other);
        var driver = Start(compilation);
        AssertReasons(driver.RunGenerators(compilation), "First: Cached Cached Cached", "Second: Cached Cached Cached");
    }

    [Fact]
    public void SameSourceInANewCompilation_LeavesLowerAndEmitCached()
    {
        var driver = Start(Source.Compile(Networks, Other));
        AssertReasons(driver.RunGenerators(Source.Compile(Networks, Other)), "First: Unchanged Cached Cached", "Second: Unchanged Cached Cached");
    }

    [Theory]
    [InlineData("=> x.Linear(8)", "=> /* wider */ x.Linear(8) // units\n")]
    [InlineData("using Sinter;", "using Sinter; // a comment above moves everything\n\n\n")]
    [InlineData("private int unrelated;", "private int unrelated; public void Helper() { }")]
    [InlineData("Linear(8)", "Linear(4 + 4)")]
    [InlineData("public partial class Second;", "public partial class Second { public int Count => 3; }")]
    public void EditWithoutMeaning_LeavesLowerAndEmitCached(string text, string replacement)
    {
        Assert.Contains(text, Networks);
        var compilation = Source.Compile(Networks, Other);
        var driver = Start(compilation);
        AssertReasons(driver.RunGenerators(Edit(compilation, 0, text, replacement)), "First: Unchanged Cached Cached", "Second: Unchanged Cached Cached");
    }

    [Theory]
    [InlineData("x += mask;", "x += mask; // where it is given", "Unchanged Cached Cached")]
    [InlineData("x += mask;", "x *= mask;", "Modified Modified Modified")]
    [InlineData("else x += 1;", "else x += 2;", "Modified Modified Modified")]
    public void WhatIsDoneWithoutAnInput_IsPartOfTheNetwork(string text, string replacement, string expected)
    {
        var compilation = Source.Compile("""
            using Sinter;
            [Network]
            public partial class First
            {
                static Tensor Define([Shape(4)] Tensor x, [Shape(4)] Tensor? mask)
                {
                    if (mask is not null) x += mask;
                    else x += 1;
                    return x.Linear(2);
                }
            }
            """);
        AssertReasons(Start(compilation).RunGenerators(Edit(compilation, 0, text, replacement)), "First: " + expected);
    }

    [Fact]
    public void UnrelatedFile_LeavesLowerAndEmitCached()
    {
        var compilation = Source.Compile(Networks, Other);
        var driver = Start(compilation);
        AssertReasons(driver.RunGenerators(Edit(compilation, 1, "public int Value;", "public long Value;")), "First: Unchanged Cached Cached", "Second: Unchanged Cached Cached");
    }

    [Fact]
    public void EditOfOneNetwork_LeavesTheOtherCached()
    {
        var compilation = Source.Compile(Networks, Other);
        var driver = Start(compilation);
        AssertReasons(driver.RunGenerators(Edit(compilation, 0, "Linear(8)", "Linear(16)")), "First: Modified Modified Modified", "Second: Unchanged Cached Cached");
    }

    [Fact]
    public void HelperInAnotherFile_IsPartOfTheNetwork()
    {
        var compilation = Source.Compile(
            "using Sinter; [Network] public partial class First { static Tensor Define([Shape(4)] Tensor x) => Blocks.Block(x); }",
            "using Sinter; static class Blocks { public static Tensor Block(Tensor x) => x.Linear(3); }");
        var driver = Start(compilation);
        AssertReasons(driver.RunGenerators(Edit(compilation, 1, "Linear(3)", "Linear(5)")), "First: Modified Modified Modified");
    }

    [Fact]
    public void NewNetwork_LeavesTheOthersCached()
    {
        var compilation = Source.Compile(Networks, Other);
        var driver = Start(compilation);
        driver = driver.RunGenerators(Edit(compilation, 1, "namespace Elsewhere;", "namespace Elsewhere; [Sinter.Network, Sinter.Input(2), Sinter.Relu] partial class Third;"));
        AssertReasons(driver, "Elsewhere.Third: New New New", "First: Unchanged Cached Cached", "Second: Unchanged Cached Cached");
    }

    [Fact]
    public void WrongDefinition_KeepsOneError()
    {
        var compilation = Source.Compile(Networks.Replace("Linear(8)", "Linear(0)"), Other);
        var driver = Start(compilation);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        AssertReasons(driver.RunGenerators(Edit(compilation, 0, "private int unrelated;", "// typing\n")), "First: Unchanged Cached Cached", "Second: Unchanged Cached Cached");
    }

    [Fact]
    public void EachNetwork_HasItsFiles()
    {
        var result = Start(Source.Compile(Networks, Other)).GetRunResult().Results.Single();
        Assert.Equal(["First-onnx.g.cs", "First.g.cs", "Second-onnx.g.cs", "Second.g.cs"], result.GeneratedSources.Select(source => source.HintName).Order());
    }

    [Fact]
    public void CachedModels_HoldNothingOfTheCompiler()
    {
        var driver = Start(Source.Compile(Networks, Other));
        var walked = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var name in new[] { TrackingNames.Parse, TrackingNames.Lower, TrackingNames.Emit })
        {
            foreach (var (value, _) in Steps(driver, name).SelectMany(step => step.Outputs)) Walk(value, name, walked);
        }

        Assert.True(walked.Count > 100);
    }

    private static void Walk(object? value, string path, HashSet<object> walked)
    {
        if (value is null or string || value.GetType() is { IsPrimitive: true } or { IsEnum: true } || !walked.Add(value)) return;
        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Location or Microsoft.CodeAnalysis.Compilation or SemanticModel or IOperation or AttributeData or Delegate or Type or SourceText, path + " holds a " + value.GetType());
        Assert.False(value.GetType().Namespace?.StartsWith("Microsoft", StringComparison.Ordinal) == true, path + " holds a " + value.GetType());
        if (value is IEnumerable items)
        {
            foreach (var item in items) Walk(item, path + "[]", walked);
        }

        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)) Walk(field.GetValue(value), path + "." + field.Name, walked);
        }
    }

    private static GeneratorDriver Start(CSharpCompilation compilation) => CSharpGeneratorDriver
        .Create([new NetworkGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true))
        .RunGenerators(compilation);

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string text, string replacement)
    {
        var tree = compilation.SyntaxTrees[file];
        var source = tree.GetText();
        var start = source.ToString().IndexOf(text, StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(source.WithChanges(new TextChange(new TextSpan(start, text.Length), replacement))));
    }

    private static IEnumerable<IncrementalGeneratorRunStep> Steps(GeneratorDriver driver, string name)
    {
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return result.TrackedSteps[name];
    }

    private static void AssertReasons(GeneratorDriver driver, params string[] expected)
    {
        var reasons = new SortedDictionary<string, List<IncrementalStepRunReason>>(StringComparer.Ordinal);
        void Collect<T>(string step, Func<T, string> network)
        {
            foreach (var (value, reason) in Steps(driver, step).SelectMany(run => run.Outputs))
            {
                if (!reasons.TryGetValue(network((T)value), out var list)) reasons.Add(network((T)value), list = []);
                list.Add(reason);
            }
        }

        Collect<NetworkModel>(TrackingNames.Parse, model => model.Declaration.FullName);
        Collect<LoweredNetwork>(TrackingNames.Lower, lowered => lowered.Declaration.FullName);
        Collect<GeneratedSource>(TrackingNames.Emit, source => source.File.Usual);
        Assert.Equal(expected, reasons.Select(pair => $"{pair.Key}: {string.Join(" ", pair.Value)}"));
    }
}
