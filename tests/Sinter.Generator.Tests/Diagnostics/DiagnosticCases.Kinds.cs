namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of tokens, numbers and null.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Kinds =>
    [
        new(
            "SNT2008",
            "tokens where numbers are needed",
            """
            [Network, Input(16, Tokens = true), Flatten, Linear(10)]
            public partial class Net;
            """,
            "Flatten",
            "Flatten reads numbers, but the input is tokens; put [Embedding(vocabulary, dimension)] first.",
            ("Flatten,", "Embedding(20_000, 64), Flatten,")),
        new(
            "SNT2008",
            "numbers where tokens are needed",
            """
            [Network, Input(16), Embedding(20_000, 64), Flatten, Linear(10)]
            public partial class Net;
            """,
            "Embedding(20_000, 64)",
            "Embedding reads tokens, but gets the numbers [B, 16]; put it first and declare [Input(…, Tokens = true)].",
            ("Input(16)", "Input(16, Tokens = true)")),
        new(
            "SNT2008",
            "running statistics in a cell",
            """
            static Tensor Define([Shape(16, 8)] Tensor x)
            {
                var (outputs, _) = x.Scan(x.Zeros(8), (step, h) => (step, (h + step).BatchNorm1d()));
                return outputs;
            }
            """,
            "Scan(x.Zeros(8), (step, h) => (step, (h + step).BatchNorm1d()))",
            "The cell of a scan cannot update 'scan1.batchnorm1.running_mean': running statistics change once in a training step, a cell runs many times. Normalize with LayerNorm or RMSNorm instead.",
            ("BatchNorm1d", "LayerNorm"))
        {
            Others = [[("BatchNorm1d", "RMSNorm")]],
        },
        new(
            "SNT2008",
            "a step outside of its cell",
            """
            static Tensor Define([Shape(16, 8)] Tensor x)
            {
                var escaped = x;
                var (outputs, _) = x.Scan(x.Zeros(8), (step, h) => (escaped = step, h + step));
                return outputs + escaped;
            }
            """,
            "outputs + escaped",
            "A value [B, 8] of one step of a scan is used outside of its cell. Return it from the cell, as an output of the step or as a state.",
            ("(escaped = step, h + step)", "(step, h + step)"))
        {
            Others = [[("(escaped = step, h + step)", "(step + h, h + step)"), ("outputs + escaped", "outputs")]],
        },
        new(
            "SNT2008",
            "an index that is computed",
            "static Tensor Define([Shape(8, 4)] Tensor x, [Shape(3)] Tokens places) => x.IndexSelect(x.ArgMax(0).ToTokens());",
            "IndexSelect(x.ArgMax(0).ToTokens())",
            "What indexes or measures is checked by every call before it computes anything, but these integers are computed themselves. Declare them as an input, [Shape(…)] Tokens; ToTensor and OneHot take computed ones too.",
            ("x.ArgMax(0).ToTokens()", "places")),
        new(
            "SNT2009",
            "a value",
            """
            static Tensor Define([Shape(64)] Tensor x)
            {
                Tensor? skip = null;
                return x.Linear(64) + skip!;
            }
            """,
            "x.Linear(64) + skip!",
            "Add: the right side is null; pass a value of the network.",
            ("= null", "= x")),
        new(
            "SNT2009",
            "a name",
            """static Tensor Define([Shape(64)] Tensor x) => x.Linear(x.Parameter("", [10, 64]));""",
            "Parameter(\"\", [10, 64])",
            "Parameter: the name is empty; say what checkpoints call it.",
            ("\"\"", "\"w\"")),
    ];
}
