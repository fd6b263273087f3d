namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of the methods that define a network, their inputs and their results.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Signatures =>
    [
        new(
            "SNT1007",
            "an instance method",
            "Tensor Define([Shape(784)] Tensor x) => x.Linear(10);",
            "Define",
            "Define must be a static method: write 'static Tensor Define([Shape(…)] Tensor input)', or return a tuple of tensors.",
            ("Tensor Define", "static Tensor Define"))
        {
            Others = [[("Tensor Define([Shape(784)] Tensor x) => x.Linear(10);", "static (Tensor Left, Tensor Right) Define([Shape(784)] Tensor x) => (x.Linear(10), x.Linear(3));")]],
        },
        new(
            "SNT1007",
            "generic",
            "static Tensor Define<T>([Shape(784)] Tensor x) => x.Linear(10);",
            "Define",
            "Define cannot be generic: write 'static Tensor Define([Shape(…)] Tensor input)', or return a tuple of tensors.",
            ("<T>", ""))
        {
            Others = [[("static Tensor Define<T>([Shape(784)] Tensor x) => x.Linear(10);", "static (Tensor Left, Tensor Right) Define([Shape(784)] Tensor x) => (x.Linear(10), x.Linear(3));")]],
        },
        new(
            "SNT1007",
            "a parameter that is no tensor",
            "static Tensor Define([Shape(784)] Tensor x, int classes) => x.Linear(classes);",
            "int classes",
            "The parameter 'classes' of Define has the type int, but must be a Tensor or Tokens.",
            (", int classes", ""),
            ("Linear(classes)", "Linear(10)")),
        new(
            "SNT1007",
            "a parameter by reference",
            "static Tensor Define([Shape(784)] in Tensor x) => x.Linear(10);",
            "[Shape(784)] in Tensor x",
            "The parameter 'x' of Define must be passed by value.",
            (" in ", " ")),
        new(
            "SNT1007",
            "any number of parameters",
            "static Tensor Define([Shape(784)] Tensor x, params Tensor[] more) => x.Linear(10);",
            "params Tensor[] more",
            "The parameter 'more' of Define has the type Sinter.Tensor[], but must be a Tensor or Tokens.",
            (", params Tensor[] more", "")),
        new(
            "SNT1007",
            "a result that is no tensor",
            "static int Define([Shape(784)] Tensor x) => x.Linear(10).Shape[0];",
            "int",
            "Define returns int, but must return a Tensor, Tokens or a tuple of them.",
            ("static int", "static Tensor"),
            (".Shape[0]", "")),
        new(
            "SNT1007",
            "no input",
            "static Tensor Define() => null!;",
            "Define",
            "Define takes nothing; its parameters are the inputs of the network: write 'static Tensor Define([Shape(…)] Tensor input)', or return a tuple of tensors.",
            ("Define()", "Define([Shape(4)] Tensor x)"),
            ("null!", "x.Linear(2)"))
        {
            Others = [[("static Tensor Define() => null!;", "static (Tensor Left, Tensor Right) Define([Shape(784)] Tensor x) => (x.Linear(10), x.Linear(3));")]],
        },
        new(
            "SNT1007",
            "null",
            "static Tensor Define([Shape(784)] Tensor x) => null!;",
            "Define",
            "Define returns null. Return a tensor that is computed from the inputs.",
            ("null!", "x.Linear(10)")),
        new(
            "SNT1007",
            "a result that no input leads to",
            """static Tensor Define([Shape(64)] Tensor x) => x.Parameter("table", [10, 64]);""",
            "Define",
            "Define returns a value of the shape [10, 64], which does not depend on an input. Return what is computed from one; weights can be read from the model's Parameters.",
            ("x.Parameter", "x.Matmul(x.Parameter"),
            ("[10, 64])", "[10, 64]).Transpose())")),
        new(
            "SNT1007",
            "a result in which samples are added up",
            """static Tensor Define([Shape(64)] Tensor x) => x.Linear(10).Sum();""",
            "Define",
            "Define returns a value of the shape [], in which all samples have been added up, as reductions of all axes do. Name the axes of a sample, as in Sum(0) for the first.",
            ("Sum()", "Sum(0)")),
        new(
            "SNT1007",
            "one name for several outputs",
            """
            [return: Output("y")]
            static (Tensor, Tensor) Define([Shape(4)] Tensor x) => (x.Linear(2), x.Linear(3));
            """,
            "Output(\"y\")",
            "[return: Output] names a single output; several are named by the elements of the tuple.",
            ("[return: Output(\"y\")]\n", ""),
            ("(Tensor, Tensor)", "(Tensor Left, Tensor Right)")),
        new(
            "SNT1008",
            "a parameter",
            "static Tensor Define(Tensor image) => image.Conv2d(8, kernel: 3);",
            "Tensor image",
            "The input 'image' has no shape; put [Shape(…)] with the extents of one sample before it, or [Shape] for one value per sample.",
            ("(Tensor image)", "([Shape(3, 32, 32)] Tensor image)"))
        {
            Others = [[("static Tensor Define(Tensor image) => image.Conv2d(8, kernel: 3);", "static Tensor Define([Shape] Tensor image) => image.Unsqueeze(0).Linear(8);")]],
        },
        new(
            "SNT1008",
            "a list of layers",
            """
            [Network, Linear(128), Relu, Linear(10)]
            public partial class Net;
            """,
            "Net",
            "The network 'Net' does not say what it takes; add [Input(…)] with the extents of one sample.",
            ("[Network, ", "[Network, Input(784), ")),
        new(
            "SNT1009",
            "zero",
            "static Tensor Define([Shape(0, 28, 28)] Tensor image) => image.Flatten().Linear(10);",
            "Shape(0, 28, 28)",
            "An extent of a shape must be 1 or more, but is 0; the batch is implicit and not written.",
            ("Shape(0,", "Shape(1,")),
        new(
            "SNT1009",
            "the batch written",
            """
            [Network, Input(-1, 784), Linear(10)]
            public partial class Net;
            """,
            "Input(-1, 784)",
            "An extent of a shape must be 1 or more, but is -1; the batch is implicit and not written.",
            ("Input(-1, 784)", "Input(784)")),
        new(
            "SNT1009",
            "no whole number",
            "static Tensor Define([Shape(2.5)] Tensor x) => x.Linear(10);",
            "Shape(2.5)",
            "An extent of a shape is an int or the name of a symbol, but one of these is 2.5.",
            ("2.5", "2")),
        new(
            "SNT1010",
            "an instance method",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);

            Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
            """,
            "Loss",
            "Loss must be a static method: write 'static Tensor Loss(Tensor output, [Shape(…)] Tensor target)'.",
            ("\n\nTensor Loss", "\n\nstatic Tensor Loss")),
        new(
            "SNT1010",
            "a target without a shape",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);

            static Tensor Loss(Tensor logits, Tokens label) => logits.CrossEntropy(label);
            """,
            "Tokens label",
            "The parameter 'label' of Loss is neither an output nor an input of Define; put [Shape(…)] before it if the trainer shall ask for it.",
            ("Tokens label)", "[Shape] Tokens label)")),
        new(
            "SNT1010",
            "a float",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);

            static float Loss(Tensor logits) => 0.5f;
            """,
            "float",
            "Loss returns float, but must return a Tensor of one number.",
            ("static float", "static Tensor"),
            ("0.5f", "logits.Square().Mean()")),
        new(
            "SNT1010",
            "an input twice",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);

            static Tensor Loss(Tensor logits, [Shape(784)] Tensor x) => logits.Mean() + x.Mean();
            """,
            "[Shape(784)] Tensor x",
            "'x' is an input of Define already; leave out its [Shape] to use the same values.",
            ("[Shape(784)] Tensor x) => logits", "Tensor x) => logits")),
        new(
            "SNT1010",
            "null",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10);

            static Tensor Loss(Tensor logits) => null!;
            """,
            "Loss",
            "Loss returns null. Return a tensor that is computed from the outputs.",
            ("null!", "logits.Square().Mean()")),
    ];
}
