using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Onnx.Tests.Suite;

/// <summary>The node cases of ONNX 1.12: which are compiled, which give the numbers of the reference, and for each that does not, why.</summary>
public sealed class NodeSuiteTests
{
    /// <summary>A difference writes docs/onnx-suite.received.md: read it, and rename it.</summary>
    [SharedDataFact]
    public void Page_IsThatOfTheSuite()
    {
        var page = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "onnx-suite.md");
        var (expected, actual) = (File.Exists(page) ? File.ReadAllText(page) : "", Page());
        var received = Path.ChangeExtension(page, ".received.md");
        File.Delete(received);
        if (expected != actual) File.WriteAllText(received, actual);
        Assert.Equal(expected, actual);
    }

    [SharedDataFact]
    public void CompiledCases_GiveTheNumbersOfTheReference()
    {
        var good = CaseResult.All.Where(result => result.Reason is null).ToArray();
        using var compiled = new CompiledCases([.. good.Select(result => result.Network!)]);
        var wrong = good.Select(result => (result.Case.Name, Difference: Difference(compiled, result))).Where(entry => entry.Difference is not null).ToArray();
        Assert.True(wrong.Length == 0, string.Join("\n", wrong.Select(entry => $"{entry.Name}: {entry.Difference}")));
    }

    private static string? Difference(CompiledCases compiled, CaseResult result)
    {
        try
        {
            return compiled.Run(result.Case, result.Network!).Select((numbers, i) => Closeness.Difference(result.Case.Outputs[i].Floats(), numbers)).FirstOrDefault(found => found is not null);
        }
        catch (System.Reflection.TargetInvocationException exception)
        {
            return exception.InnerException!.ToString();
        }
    }

    private static string Page()
    {
        var (results, whole) = (CaseResult.All, CaseResult.Whole);
        var (all, readable) = (CaseResult.Folders().Count(), CaseResult.Cases);
        var page = new StringBuilder();
        page.Append($"""
            # The node cases of ONNX 1.12

            `dotnet test tests/Sinter.Onnx.Tests -c Release --filter FullyQualifiedName~NodeSuite` writes this page. A case passes if every number is within one
            epsilon, or 100 units in the last place, of the reference's: in the double interpreter, and in the compiled class.

            | cases | how many | compiled, and the reference's numbers |
            |---|---:|---:|
            | all | {all} | |
            | of tensors of numbers | {readable.Count} | |
            | outputs of float, inputs of float, int and bool | {results.Count} | {results.Count(result => result.Reason is null)} |
            | whole numbers and truth values, as floats, in the interpreter alone | {whole.Count} | {whole.Count(result => result.Reason is null)} |

            ## By operator

            | operator | cases | pass |
            |---|---:|---:|

            """.ReplaceLineEndings("\n"));
        foreach (var group in results.GroupBy(result => result.Operator).OrderBy(group => group.Key, StringComparer.Ordinal)) page.Append($"| {group.Key} | {group.Count()} | {group.Count(result => result.Reason is null)} |\n");
        page.Append("\n## Those that do not, and why\n\n| case | why |\n|---|---|\n");
        foreach (var result in results.Where(result => result.Reason is not null)) page.Append($"| {result.Case.Name} | {result.Reason!.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        page.Append("\n## Of whole numbers and truth values\n\n| case | why |\n|---|---|\n");
        foreach (var result in whole.Where(result => result.Reason is not null)) page.Append($"| {result.Case.Name} | {result.Reason!.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        page.Append("\n## By type of the outputs\n\n| outputs | cases |\n|---|---:|\n");
        foreach (var group in readable.GroupBy(node => string.Join(", ", node.Outputs.Select(output => output.Type.ToString().ToLowerInvariant()).Distinct())).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)) page.Append($"| {group.Key} | {group.Count()} |\n");
        return page.ToString();
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
