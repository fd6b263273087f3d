namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of the class of a network, its names, and where its definition is.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Declaration =>
    [
        new(
            "SNT1001",
            "the class",
            """
            [Network]
            public class Net
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Net",
            "The network 'Net' must be partial, so that the compiled network can be added to it.",
            ("public class", "public partial class")),
        new(
            "SNT1001",
            "a type around it",
            """
            public static class Zoo
            {
                [Network]
                public partial class Net
                {
                    static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
                }
            }
            """,
            "Zoo",
            "The type 'Zoo' around the network 'Net' must be partial, so that the compiled network can be added to it.",
            ("static class", "static partial class")),
        new(
            "SNT1002",
            "two layers of one name",
            """static Tensor Define([Shape(784)] Tensor x) => x.Linear(128, name: "fc").Relu().Linear(10, name: "fc");""",
            "Linear(10, name: \"fc\")",
            "Two parameters are called 'fc.weight'. Give one of the layers another name, put a block that is used twice in a Scope, or share the weights through a Module.",
            ("Linear(10, name: \"fc\")", "Linear(10, name: \"head\")"))
        {
            Others = [[(".Linear(10, name: \"fc\")", ".Scope(\"head\", y => y.Linear(10, name: \"fc\"))")]],
        },
        new(
            "SNT1002",
            "a block called twice",
            """
            static Tensor Define([Shape(64)] Tensor x) => Block(Block(x));

            static Tensor Block(Tensor x) => x + x.Linear(64, name: "fc").Relu();
            """,
            "Linear(64, name: \"fc\")",
            "Two parameters are called 'fc.weight'. Give one of the layers another name, put a block that is used twice in a Scope, or share the weights through a Module.",
            ("Block(Block(x))", "x.Scope(\"block1\", Block).Scope(\"block2\", Block)"))
        {
            Others =
            [
                [("static Tensor Define([Shape(64)] Tensor x) => Block(Block(x));", "static Tensor Define([Shape(64)] Tensor x)\n{\n    var block = new Module(\"block\", Block);\n    return block.Apply(block.Apply(x));\n}")],
                [("x.Linear(64, name: \"fc\")", "x.Linear(64)")],
            ],
        },
        new(
            "SNT1003",
            "an input",
            """
            [Network, Input(784, Name = "pixel values"), Linear(10)]
            public partial class Net;
            """,
            "Input(784, Name = \"pixel values\")",
            "'pixel values' is no name for an input: it becomes the name of a C# parameter.",
            ("pixel values", "pixels")),
        new(
            "SNT1003",
            "an output called like an input",
            """
            [return: Output("x")]
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            """,
            "Define",
            "The output is called 'x' like an input; give it another name.",
            ("Output(\"x\")", "Output(\"logits\")")),
        new(
            "SNT1003",
            "a target called like the input",
            """
            [Network, Input(4, Name = "target"), Linear(4), L1Loss]
            public partial class Net;
            """,
            "L1Loss",
            "The loss adds an input called 'target', but the network's own input has that name; give it another.",
            ("\"target\"", "\"values\"")),
        new(
            "SNT1003",
            "a scope",
            """static Tensor Define([Shape(64)] Tensor x) => x.Scope("", block => block.Linear(10));""",
            "Scope(\"\", block => block.Linear(10))",
            """A scope needs a name: it becomes a part of the names of the weights in it; write Scope("block1", …).""",
            ("\"\"", "\"block1\"")),
        new(
            "SNT1004",
            "static",
            """
            [Network]
            public static partial class Net
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Net",
            "The network 'Net' is static; a network is a plain class, of which objects hold the weights.",
            ("public static partial class Net", "public partial class Net")),
        new(
            "SNT1004",
            "abstract",
            """
            [Network]
            public abstract partial class Net
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Net",
            "The network 'Net' is abstract; a network is a plain class, of which objects hold the weights.",
            ("public abstract partial class Net", "public partial class Net")),
        new(
            "SNT1004",
            "generic",
            """
            [Network]
            public partial class Net<T>
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Net",
            "The network 'Net' is generic; a network is a plain class, of which objects hold the weights.",
            ("public partial class Net<T>", "public partial class Net")),
        new(
            "SNT1004",
            "of its file only",
            """
            [Network]
            file partial class Net
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Net",
            "The network 'Net' is visible in its file only; a network is a plain class, of which objects hold the weights.",
            ("file partial class Net", "internal partial class Net")),
        new(
            "SNT1004",
            "in a type of its file only",
            """
            file partial class Outer
            {
                [Network]
                public partial class Net
                {
                    static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
                }
            }
            """,
            "Outer",
            "The network 'Net' is in 'Outer', which is visible in its file only, where nothing can be added to it from elsewhere; leave file out.",
            ("file partial class Outer", "internal partial class Outer")),
        new(
            "SNT1005",
            "neither method nor layers",
            """
            [Network]
            public partial class Net
            {
                private const int Classes = 10;
            }
            """,
            "Net",
            "The network 'Net' has no definition: write 'static Tensor Define([Shape(…)] Tensor input)', or list layers as attributes after [Input(…)].",
            ("    private const int Classes = 10;", "    private const int Classes = 10;\n\n    static Tensor Define([Shape(784)] Tensor x) => x.Linear(Classes);"))
        {
            Others = [[("[Network]", "[Network, Input(784), Linear(Net.Classes)]")]],
        },
        new(
            "SNT1006",
            "a method and layers",
            """
            [Network, Input(784), Linear(10)]
            public partial class Net
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Define",
            "The network 'Net' has both a Define method and layer attributes; keep one of them.",
            (", Input(784), Linear(10)", "")),
        new(
            "SNT1006",
            "a loss as an attribute beside Define",
            """
            [Network, CrossEntropyLoss]
            public partial class Net
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "CrossEntropyLoss",
            "The network 'Net' has a Define method, to which [CrossEntropyLoss] does not belong; leave it out: write a static method Loss.",
            (", CrossEntropyLoss", ""),
            ("Linear(10);", "Linear(10);\n\n    static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);")),
        new(
            "SNT1006",
            "an input as an attribute beside Define",
            """
            [Network, Input(784)]
            public partial class Net
            {
                static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);
            }
            """,
            "Input(784)",
            "The network 'Net' has a Define method, to which [Input] does not belong; leave it out: the parameters of Define are its inputs.",
            (", Input(784)", "")),
        new(
            "SNT1006",
            "two methods",
            """
            static Tensor Define([Shape(784)] Tensor x) => Define(x, 10);

            static Tensor Define(Tensor x, int classes) => x.Linear(classes);
            """,
            "Define",
            "The network 'Net' has 2 methods called Define; give the others another name.",
            ("Define(x, 10)", "Head(x, 10)"),
            ("Define(Tensor x, int classes)", "Head(Tensor x, int classes)")),
        new(
            "SNT1006",
            "two losses as attributes",
            """
            [Network, Input(4), Linear(4), L1Loss, MeanSquaredErrorLoss]
            public partial class Net;
            """,
            "MeanSquaredErrorLoss",
            "The network 'Net' has 2 losses; keep one of them, or write Define and Loss as methods, where losses can be added.",
            (", MeanSquaredErrorLoss", ""))
        {
            Others = [[("[Network, Input(4), Linear(4), L1Loss, MeanSquaredErrorLoss]\npublic partial class Net;", "[Network]\npublic partial class Net\n{\n    static Tensor Define([Shape(4)] Tensor x) => x.Linear(4);\n\n    static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.L1(target) + y.MeanSquaredError(target);\n}")]],
        },
        new(
            "SNT1006",
            "two methods called Loss",
            """
            static Tensor Define([Shape(4)] Tensor x) => x.Linear(4);
            static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => Loss(y, target, 1);
            static Tensor Loss(Tensor y, Tensor target, float delta) => y.Huber(target, delta: delta);
            """,
            "Loss",
            "The network 'Net' has 2 methods called Loss; give the others another name.",
            ("Loss(y, target, 1)", "Robust(y, target, 1)"),
            ("Loss(Tensor y, Tensor target, float delta)", "Robust(Tensor y, Tensor target, float delta)")),
        new(
            "SNT1006",
            "a Loss method beside layers",
            """
            [Network, Input(4), Linear(4)]
            public partial class Net
            {
                static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.L1(target);
            }
            """,
            "Loss",
            "The network 'Net' is a list of layers, to which the method Loss does not belong; end the list with a loss such as [CrossEntropyLoss], or write the layers as a Define method.",
            ("Linear(4)]", "Linear(4), L1Loss]"),
            ("    static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.L1(target);\n", ""))
        {
            Others =
            [
                [("[Network, Input(4), Linear(4)]", "[Network]"), ("{\n", "{\n    static Tensor Define([Shape(4)] Tensor x) => x.Linear(4);\n")],
                [("Linear(4)]", "Linear(4), CrossEntropyLoss]"), ("    static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.L1(target);\n", "")],
            ],
        },
    ];
}
