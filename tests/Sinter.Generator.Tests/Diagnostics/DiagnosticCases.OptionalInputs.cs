namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of inputs that a call may leave out.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] OptionalInputs =>
    [
        new(
            "SNT1019",
            "nothing that is always there",
            """
            static Tensor Define([Shape(8)] Tensor? x, [Shape(8)] Tensor? y)
            {
                var sum = x is null ? y! : y is null ? x : x + y;
                return sum.Linear(4, name: "fc");
            }
            """,
            "[Shape(8)] Tensor? x",
            "A call of 'Net' could leave out all of its inputs, but the size of a batch follows from one. Declare the one that is always there without '?': Tensor x.",
            ("Tensor? x", "Tensor x")),
        new(
            "SNT1019",
            "too many",
            """
            static Tensor Define([Shape(8)] Tensor x, [Shape(8)] Tensor? a, [Shape(8)] Tensor? b, [Shape] Tokens? c)
            {
                if (a is not null) x += a;
                if (b is not null) x += b;
                if (c is not null) x += c.Embedding(10, 8, name: "c");
                return x.Linear(4, name: "fc");
            }

            static Tensor Loss(Tensor y, [Shape(4)] Tensor target, [Shape] Tensor? weight)
            {
                var error = (y - target).Square().Mean(0);
                return (weight is null ? error : error * weight).Mean();
            }
            """,
            "[Shape] Tensor? weight",
            "'weight' is one more input that may be left out, but a network can have 3: it is compiled for every choice of them. Declare one of 'a', 'b', 'c', 'weight' without '?', or make two networks.",
            ("[Shape] Tensor? weight", "[Shape] Tensor weight"))
        {
            Others = [[("Tensor? a", "Tensor a")]],
        },
        new(
            "SNT1019",
            "a sequence that is continued",
            """
            [Network, Dim("T", Max = 16), Decode(16)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x, [Shape("T", 8)] Tensor? image) =>
                    (image is null ? x : x + image).MultiHeadAttention(2, causal: true, name: "attention");
            }
            """,
            """[Shape("T", 8)] Tensor? image""",
            "'Net' continues sequences call by call, and cannot do that with an input that may be left out: earlier places were computed with it or without. Declare 'image' without '?', or leave out [Decode].",
            ("Tensor? image", "Tensor image"))
        {
            Others = [[(", Decode(16)", "")]],
        },
        new(
            "SNT1020",
            "an input that is not tested",
            """
            static Tensor Define([Shape(8)] Tensor x, [Shape(8)] Tensor? mask)
            {
                var scores = x.Linear(8, name: "fc");
                scores += mask;
                return scores.Softmax();
            }
            """,
            "scores += mask",
            "'mask' is null here where a call leaves it out. Test it first, as in 'if (mask is not null)', or declare 'mask' without '?'.",
            ("scores += mask", "if (mask is not null) scores += mask"))
        {
            Others = [[("Tensor? mask", "Tensor mask")]],
        },
        new(
            "SNT1020",
            "an input that is passed on",
            """
            static Tensor Define([Shape(8)] Tensor x, [Shape(8)] Tensor? mask) => Masked(x.Linear(8, name: "fc"), mask!);

            static Tensor Masked(Tensor scores, Tensor bias) => scores + bias.Relu();
            """,
            "Relu()",
            "Where 'mask' is left out, something is null here that comes of it. Test it first, as in 'if (mask is not null)', or declare 'mask' without '?'.",
            ("Masked(x.Linear(8, name: \"fc\"), mask!)", "mask is not null ? Masked(x.Linear(8, name: \"fc\"), mask) : x.Linear(8, name: \"fc\")"))
        {
            Others = [[("Tensor? mask", "Tensor mask")]],
        },
        new(
            "SNT1020",
            "a result of two shapes",
            """
            static Tensor Define([Shape(8)] Tensor x, [Shape(2)] Tensor? more)
            {
                var y = x.Linear(4, name: "fc");
                return more is null ? y : y.Concat(more);
            }
            """,
            "Define",
            "'output' is [B, 4] where 'more' is left out, but [B, 6] otherwise; a result has one shape for all calls. Give both the same one.",
            ("more is null ? y :", "more is null ? y.Pad(0, 0, 2) :")),
        new(
            "SNT1020",
            "a layer with the number of another",
            """
            static Tensor Define([Shape(8)] Tensor x, [Shape(8)] Tensor? more)
            {
                if (more is not null) x += more.Linear(8);
                return x.Relu().Linear(8);
            }
            """,
            "Linear(8)",
            "'linear1.weight' belongs to another layer where 'more' is left out: layers without a name are numbered in the order in which they are made. Give the layers names, so that each has the same one in all calls.",
            ("more.Linear(8)", "more.Linear(8, name: \"more\")"), ("Relu().Linear(8)", "Relu().Linear(8, name: \"fc\")")),
        new(
            "SNT1020",
            "a weight of two shapes",
            """
            static Tensor Define([Shape(8)] Tensor x, [Shape(2)] Tensor? more) =>
                more is null ? x.Linear(4, name: "fc") : x.Concat(more).Linear(4, name: "fc");
            """,
            "Linear(4, name: \"fc\")",
            "'fc.weight' is [4, 8] where 'more' is left out, but [4, 10] otherwise; a weight is the same for all calls. Give one of the layers another name.",
            ("more).Linear(4, name: \"fc\")", "more).Linear(4, name: \"both\")")),
        new(
            "SNT1020",
            "a weight that begins in two ways",
            """
            static Tensor Define([Shape(8)] Tensor x, [Shape(8)] Tensor? more) =>
                more is null ? x + x.Parameter("shift", [8]) : x + more * x.Parameter("shift", [8], Initializer.Ones);
            """,
            "Parameter(\"shift\", [8])",
            "'shift' begins with other values, or is trained otherwise, where 'more' is left out; a weight is the same for all calls. Declare it in the same way, or give one of the layers another name.",
            (", Initializer.Ones", ""))
        {
            Others = [[("\"shift\", [8], Initializer.Ones", "\"scale\", [8], Initializer.Ones")]],
        },
    ];
}
