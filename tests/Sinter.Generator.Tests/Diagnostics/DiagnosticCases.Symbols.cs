namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of the symbols of a network.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Symbols =>
    [
        new(
            "SNT1011",
            "no bound",
            """
            [Network, Dim("T")]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"T\")",
            """The symbol 'T' has no bound; state the largest value of a call: [Dim("T", Max = …)].""",
            ("Dim(\"T\")", "Dim(\"T\", Max = 512)")),
        new(
            "SNT1011",
            "an empty range",
            """
            [Network, Dim("T", Min = 9, Max = 8)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"T\", Min = 9, Max = 8)",
            "The Max of the symbol 'T' is 8, but must be its Min of 9 or more.",
            ("Min = 9, ", "")),
        new(
            "SNT1011",
            "a bound below 1",
            """
            [Network, Dim("T", Min = 0, Max = 8)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"T\", Min = 0, Max = 8)",
            "The Min of the symbol 'T' is 0, but must be 1 or more.",
            ("Min = 0", "Min = 1")),
        new(
            "SNT1011",
            "no multiple in the range",
            """
            [Network, Dim("T", Max = 10, MultipleOf = 16)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"T\", Max = 10, MultipleOf = 16)",
            "No value from 1 to 10 of the symbol 'T' is a multiple of 16.",
            ("Max = 10", "Max = 16")),
        new(
            "SNT1011",
            "a multiple of nothing",
            """
            [Network, Dim("T", Max = 8, MultipleOf = 0)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"T\", Max = 8, MultipleOf = 0)",
            "The MultipleOf of the symbol 'T' is 0, but must be 1 or more.",
            (", MultipleOf = 0", "")),
        new(
            "SNT1011",
            "declared twice",
            """
            [Network, Dim("T", Max = 8), Dim("T", Max = 16)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"T\", Max = 16)",
            "The symbol 'T' is declared twice; keep one of the declarations.",
            (", Dim(\"T\", Max = 16)", "")),
        new(
            "SNT1011",
            "one argument for two",
            """
            [Network, Dim("T", Max = 8), Dim("t", Max = 16)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"t\", Max = 16)",
            "The symbols 'T' and 't' both become an argument called 't'; rename one of them.",
            (", Dim(\"t\", Max = 16)", "")),
        new(
            "SNT1011",
            "the batch",
            """
            [Network, Dim("T", Max = 8), Dim("B", Max = 64)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"B\", Max = 64)",
            "'B' is the batch, which comes before every shape by itself; give the symbol another name.",
            (", Dim(\"B\", Max = 64)", "")),
        new(
            "SNT1011",
            "no name",
            """
            [Network, Dim("T", Max = 8), Dim("my steps", Max = 16)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Dim(\"my steps\", Max = 16)",
            "'my steps' is no name for a symbol: it becomes the name of a C# variable.",
            ("\"my steps\"", "\"Steps\"")),
        new(
            "SNT1011",
            "the name of an input",
            """
            [Network, Dim("X", Max = 8)]
            public partial class Net
            {
                static Tensor Define([Shape("X", 4)] Tensor x) => x.Linear(2);
            }
            """,
            "Net",
            "The symbol 'X' becomes an argument called 'x', but so does an input or output of that name; rename one of them.",
            ("Tensor x) => x", "Tensor points) => points")),
        new(
            "SNT1012",
            "not declared",
            """
            [Network]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Shape(\"T\")",
            """The symbol 'T' is not declared; add [Dim("T", Max = …)] to the network 'Net'.""",
            ("[Network]", "[Network, Dim(\"T\", Max = 512)]")),
        new(
            "SNT1012",
            "another one is",
            """
            [Network, Dim("Steps", Max = 8)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens words) => words.Embedding(100, 8);
            }
            """,
            "Shape(\"T\")",
            """The symbol 'T' is not declared; add [Dim("T", Max = …)] to the network 'Net', or use "Steps".""",
            ("\"T\"", "\"Steps\""))
        {
            Others = [[("Dim(\"Steps\", Max = 8)", "Dim(\"Steps\", Max = 8), Dim(\"T\", Max = 16)")]],
        },
    ];
}
