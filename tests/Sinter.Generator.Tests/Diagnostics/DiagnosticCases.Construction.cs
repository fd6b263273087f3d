namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of what stands in the way of the generated half of a class.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Construction =>
    [
        new(
            "SNT1013",
            "a property",
            """
            [Network]
            public partial class Net
            {
                public static string Info => "reads digits";

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Info",
            "The network 'Net' declares 'Info', and the compiler adds a property of that name; give yours another name.",
            ("string Info", "string About")),
        new(
            "SNT1013",
            "a method",
            """
            [Network]
            public partial class Net
            {
                public static Net Load(string path, LoadOptions? options = null) => throw new NotSupportedException();

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Load",
            "The network 'Net' declares 'Load', and the compiler adds the method Load(string, Sinter.LoadOptions); give yours another name or other parameters.",
            ("Load(string path, LoadOptions? options = null)", "LoadFrom(string folder)")),
        new(
            "SNT1013",
            "a field",
            """
            [Network]
            public partial class Net
            {
                private readonly int weights = 3;

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "weights",
            "The network 'Net' declares 'weights', and the compiler adds a field of that name; give yours another name.",
            ("weights", "count")),
        new(
            "SNT1013",
            "a class in it",
            """
            [Network]
            public partial class Net
            {
                public sealed class Session;

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Session",
            "The network 'Net' declares 'Session', and the compiler adds a class of that name; give yours another name.",
            ("Session", "Meeting")),
        new(
            "SNT1013",
            "the trainer's",
            """
            [Network]
            public partial class Net
            {
                public object Trainer => this;

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);

                static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label);
            }
            """,
            "Trainer",
            "The network 'Net' declares 'Trainer', and the compiler adds a class of that name; give yours another name.",
            ("object Trainer", "object Coach")),
        new(
            "SNT1013",
            "the class itself",
            """
            [Network]
            public partial class Info
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Info",
            "The network is called 'Info', and the compiler adds a property of that name to it; give the class another name.",
            ("class Info", "class Net")),
        new(
            "SNT1013",
            "an inherited one",
            """
            [Network]
            public partial class Net : Model
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }

            public class Model
            {
                public string[] Parameters => [];
            }
            """,
            "Net",
            "The network 'Net' inherits 'Parameters' from 'Model', and the compiler adds a property of that name; give that of 'Model' another name.",
            ("string[] Parameters", "string[] Options")),
        new(
            "SNT1014",
            "two declarations",
            """
            [Network, Input(784)]
            [Linear(128), Relu]
            public partial class Net;

            [Linear(10)]
            public partial class Net;
            """,
            "Linear(10)",
            "The layers of 'Net' are listed on more than one declaration of the class, and their order would depend on the order of the files; put all of them on one.",
            ("[Linear(128), Relu]", "[Linear(128), Relu, Linear(10)]"),
            ("\n\n[Linear(10)]\npublic partial class Net;", "")),
        new(
            "SNT1015",
            "a constructor of its own",
            """
            [Network]
            public partial class Net
            {
                public int Best { get; }

                public Net(int best) => Best = best;

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Net",
            "This constructor of 'Net' would leave the network without weights; let it begin with ': this(seed: 0)', which makes them.",
            ("Net(int best) =>", "Net(int best) : this(seed: 0) =>")),
        new(
            "SNT1015",
            "the generated constructor",
            """
            [Network]
            public partial class Net
            {
                public Net(ulong seed) { }

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Net",
            "'Net' declares the constructor 'Net(ulong)', which is the one that the compiler adds; leave yours out or give it other parameters.",
            ("public Net(ulong seed) { }\n\n    ", ""))
        {
            Others = [[("Net(ulong seed) { }", "Net(ulong seed, int best) : this(seed) { }")]],
        },
        new(
            "SNT1015",
            "a primary constructor",
            """
            [Network]
            public partial class Net(int best)
            {
                public int Best => best;

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "(int best)",
            "'Net' has a primary constructor, which the generated ones would have to call without knowing its arguments; declare a constructor with ': this()' instead.",
            ("Net(int best)", "Net"),
            ("public int Best => best;", "public int Best { get; init; }")),
        new(
            "SNT1015",
            "a required member",
            """
            [Network]
            public partial class Net
            {
                public required string Author { get; init; }

                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Author",
            "'Author' is required, but Load and the other generated members make objects of 'Net' without it; give it a value of its own instead.",
            ("required ", ""),
            ("init; }", "init; } = \"\";")),
    ];
}
