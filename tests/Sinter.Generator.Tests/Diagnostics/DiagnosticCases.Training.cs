namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of training and decoding, and what works but is hardly meant.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Training =>
    [
        new(
            "SNT4001",
            "a loss of every sample",
            """
            static Tensor Define([Shape(64)] Tensor x) => x.Linear(1);

            static Tensor Loss(Tensor y, [Shape(1)] Tensor target) => (y - target).Square();
            """,
            "Loss",
            "The loss must be one number for the whole batch, but has the shape [B, 1]; take the mean of it.",
            ("Square();", "Square().Mean();")),
        new(
            "SNT4003",
            "attention that looks ahead",
            """
            [Network, Dim("T", Max = 256), Decode(256)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens text) => text.Embedding(100, 32).MultiHeadAttention(heads: 4).Linear(100);
            }
            """,
            "MultiHeadAttention(heads: 4)",
            "The network cannot decode a sequence call by call: 'multiheadattention1' must be causal attention, without a bias and without lengths; set causal: true.",
            ("heads: 4", "heads: 4, causal: true")),
        new(
            "SNT4003",
            "a mean over the places",
            """
            [Network, Dim("T", Max = 256), Decode(256)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tokens text) => text.Embedding(100, 32).MeanOverSteps().Linear(100);
            }
            """,
            "MeanOverSteps()",
            "The network cannot decode a sequence call by call: 'meanoversteps1' mixes places along T, or cannot be shown to keep them apart; only causal attention may, so leave it or [Decode] out.",
            (".MeanOverSteps()", ""))
        {
            Others = [[(", Decode(256)", "")]],
        },
        new(
            "SNT4004",
            "an input that nothing reads",
            "static Tensor Define([Shape(64)] Tensor x, [Shape(64)] Tensor mask) => x.Linear(10);",
            "[Shape(64)] Tensor mask",
            "Nothing that the network computes depends on the input 'mask'. Use it, or remove it.",
            ("x.Linear", "(x * mask).Linear"))
        {
            Others = [[(", [Shape(64)] Tensor mask", "")]],
        },
        new(
            "SNT4004",
            "an input that meets no weight",
            """
            static (Tensor A, Tensor B) Define([Shape(4)] Tensor x, [Shape(4)] Tensor mask) => (x.Linear(4), mask.Relu());

            static Tensor Loss(Tensor a, [Shape(4)] Tensor target) => a.MeanSquaredError(target);
            """,
            "[Shape(4)] Tensor mask",
            "Nothing is learned from the input 'mask': on its way to the loss it meets no parameter. Let a layer with weights read it, or remove it.",
            ("x.Linear(4), mask", "(x * mask).Linear(4), mask"))
        {
            Others = [[(", [Shape(4)] Tensor mask", ""), ("mask.Relu()", "x.Relu()")]],
        },
        new(
            "SNT4004",
            "a loss from which no gradient comes back",
            """
            static Tensor Define([Shape(4)] Tensor x) => x.Linear(4).Detach();

            static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);
            """,
            "MeanSquaredError(target)",
            "Nothing is learned: no gradient leads from the loss to a parameter. What has none stands in all ways there, as Detach, ToTokens, ArgMax, Sign and Floor do; leave it out, or remove Loss.",
            (".Detach()", ""))
        {
            Others = [[("\n\nstatic Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);", "")]],
        },
        new(
            "SNT4004",
            "a loss of integers",
            """
            static (Tensor Y, Tokens Best) Define([Shape(4)] Tensor x) { var y = x.Linear(4); return (y, y.ArgMax(0).ToTokens()); }

            static Tensor Loss(Tensor y, Tokens best, [Shape] Tokens label) => best.OneHot(4).CrossEntropy(label);
            """,
            "CrossEntropy(label)",
            "Nothing is learned: no gradient leads from the loss to a parameter. What has none stands in all ways there, as Detach, ToTokens, ArgMax, Sign and Floor do; leave it out, or remove Loss.",
            ("best.OneHot(4)", "y"))
        {
            Others = [[("\n\nstatic Tensor Loss(Tensor y, Tokens best, [Shape] Tokens label) => best.OneHot(4).CrossEntropy(label);", "")]],
        },
        new(
            "SNT4004",
            "all of it frozen",
            """
            static Tensor Define([Shape(4)] Tensor x) => x.Scope("body", y => y.Linear(4).Relu()).Frozen();

            static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);
            """,
            "MeanSquaredError(target)",
            "Nothing is learned: all parameters are frozen. Leave those that are to be trained out of what is frozen, or remove Loss.",
            (".Frozen()", ".Frozen().Linear(4)"))
        {
            Others = [[("\n\nstatic Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.MeanSquaredError(target);", "")]],
        },
        new(
            "SNT4005",
            "a layer that is left over",
            """
            static Tensor Define([Shape(64)] Tensor x)
            {
                var hidden = x.Linear(32, name: "hidden").Relu();
                return x.Linear(10, name: "head");
            }
            """,
            "Linear(32, name: \"hidden\")",
            "What 'hidden' computes is not used, and so its parameters are not either: hidden.weight [32, 64], hidden.bias [32]. They are never read, but would be stored and loaded. Use the result, or remove the layer.",
            ("return x.", "return hidden."))
        {
            Others = [[("    var hidden = x.Linear(32, name: \"hidden\").Relu();\n", "")]],
        },
        new(
            "SNT4006",
            "a softmax before cross-entropy",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(10).Softmax();

            static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label);
            """,
            "Softmax()",
            "'softmax1' makes probabilities of its input, but CrossEntropy expects scores and takes their softmax itself: of probabilities it is nearly even, and training is slow and ends early. Remove the Softmax here, and apply it to the output where you need probabilities.",
            (".Softmax()", "")),
        new(
            "SNT4007",
            "a sigmoid before binary cross-entropy",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(1).Sigmoid();

            static Tensor Loss(Tensor y, [Shape(1)] Tensor target) => y.BinaryCrossEntropyWithLogits(target);
            """,
            "Sigmoid()",
            "'sigmoid1' makes probabilities of its input, but BinaryCrossEntropyWithLogits expects scores and takes their sigmoid itself: of probabilities it is between 0.5 and 0.73, and no answer can be a clear no. Remove the Sigmoid here, and apply it to the output where you need probabilities.",
            (".Sigmoid()", "")),
        new(
            "SNT4008",
            "a bias before BatchNorm",
            """
            static Tensor Define([Shape(3, 32, 32)] Tensor image) =>
                image.Conv2d(16, kernel: 3, name: "conv1").BatchNorm2d(name: "bn1").Relu();
            """,
            "Conv2d(16, kernel: 3, name: \"conv1\")",
            "The bias of 'conv1' changes nothing: BatchNorm2d 'bn1' subtracts the mean of each channel, and the bias with it. Write bias: false.",
            ("kernel: 3,", "kernel: 3, bias: false,")),
    ];
}
