using Sinter.Generator.Scalars;
using Sinter.Generator.Tests.Autodiff;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Scalars;

/// <summary>Nothing is missing of a scalar function: see the checklist in CONTRIBUTING.md.</summary>
public sealed class ScalarTableTests
{
    private static readonly float[] Points = [-7.5f, -1, -0.5f, -0f, 0, 0.25f, 0.5f, 0.75f, 1, 2.5f, 100];

    public static TheoryData<string> Functions => [.. Enum.GetNames<ScalarFunction>()];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_HasARow(string name)
    {
        Assert.True(ScalarTable.Rows.TryGetValue(Of(name), out var row), $"{name} has no row in ScalarTable.");
        var text = row.Write([new("first", IsAtom: true), new("second", IsAtom: true), new("third", IsAtom: true)]);
        Assert.Equal(row.Arity, new[] { "first", "second", "third" }.Count(operand => text.Contains(operand, StringComparison.Ordinal)));
        Assert.False(row.IsCommutative && row.Arity != 2, $"{name} has no two inputs to exchange.");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_HasATwin(string name)
    {
        var error = Record.Exception(() => ScalarFunctionEvaluator.Evaluate(Of(name), 0.5, 0.5, 0.5));
        Assert.True(error is null, $"{name} has no twin in ScalarFunctionEvaluator.");
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_HasAGradientCase(string name) => Assert.True(FunctionCases.Arguments.ContainsKey(Of(name)), $"{name} has no case in FunctionCases.");

    [Theory]
    [MemberData(nameof(Functions))]
    public void Function_HasAForm(string name) => Assert.True(FunctionsOfForms.All.Contains(Of(name)), $"{name} is in no form of the fuzzer.");

    [Theory]
    [MemberData(nameof(Functions))]
    public void Fold_ComputesWhatItsTwinComputes(string name)
    {
        var (function, row) = (Of(name), ScalarTable.Of(Of(name)));
        foreach (var a in Points)
        {
            foreach (var b in Points)
            {
                if (row.Evaluate(a, b, 3) is not { } folded) continue;
                var exact = (float)ScalarFunctionEvaluator.Evaluate(function, a, b, 3);

                // Of two zeros either may be the larger.
                var isSame = folded.Equals(exact) && (float.IsNegative(folded) == float.IsNegative(exact) || (a == 0 && b == 0));
                Assert.True(isSame, $"{name} of {a} and {b}: folded to {folded}, but it is {exact}.");
            }
        }
    }

    private static ScalarFunction Of(string name) => Enum.Parse<ScalarFunction>(name);
}
