namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of algorithms that are chosen by hand.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Algorithms =>
    [
        new(
            "SNT1016",
            "a layer that is not there",
            """
            [Network, Algorithm("conv3", ConvolutionAlgorithm.Direct)]
            public partial class Net
            {
                static Tensor Define([Shape(3, 32, 32)] Tensor image) => image
                    .Conv2d(32, kernel: 3, name: "conv1").Relu()
                    .Conv2d(64, kernel: 3, name: "conv2").Relu();
            }
            """,
            "\"conv3\"",
            "The network 'Net' has no layer 'conv3'; its convolutions are 'conv1', 'conv2'.",
            ("\"conv3\"", "\"conv2\"")),
        new(
            "SNT1016",
            "a name without its scope",
            """
            [Network]
            [Algorithm(algorithm: ConvolutionAlgorithm.Direct, layer: "b4")]
            public partial class Net
            {
                static Tensor Define([Shape(16, 8, 8)] Tensor image)
                {
                    for (var i = 0; i < 5; i++) image = image.Scope("body", x => x.Conv2d(16, kernel: 3, padding: 1, name: $"b{i}"));
                    return image;
                }
            }
            """,
            "\"b4\"",
            "The network 'Net' has no layer 'b4'; its convolutions are 'body.b4', 'body.b0', 'body.b1' and 2 more.",
            ("\"b4\"", "\"body.b4\"")),
        new(
            "SNT1016",
            "a layer of another kind",
            """
            [Network, Input(16, 8, 8), Algorithm("linear1", ConvolutionAlgorithm.Direct)]
            [Conv2d(16, kernel: 3), Flatten, Linear(10)]
            public partial class Net;
            """,
            "\"linear1\"",
            "Linear 'linear1' is no convolution, and there is no choice of algorithms for it; its only convolution is 'conv1'.",
            ("\"linear1\"", "\"conv1\"")),
        new(
            "SNT1016",
            "no convolution at all",
            """
            [Network, Input(16), Algorithm("conv1", ConvolutionAlgorithm.Automatic)]
            [Linear(10)]
            public partial class Net;
            """,
            "\"conv1\"",
            "The network 'Net' has no layer 'conv1', and no convolution at all; leave out this attribute.",
            (", Algorithm(\"conv1\", ConvolutionAlgorithm.Automatic)", "")),
        new(
            "SNT1016",
            "no name",
            """
            [Network, Input(16, 8, 8), Algorithm(null!, ConvolutionAlgorithm.Direct)]
            [Conv2d(16, kernel: 3)]
            public partial class Net;
            """,
            "null!",
            "The network 'Net' has no layer ''; its only convolution is 'conv1'.",
            ("null!", "\"conv1\"")),
        new(
            "SNT1016",
            "two choices",
            """
            [Network, Input(16, 8, 8)]
            [Algorithm("conv1", ConvolutionAlgorithm.Direct), Algorithm("conv1", ConvolutionAlgorithm.Winograd)]
            [Conv2d(16, kernel: 3)]
            public partial class Net;
            """,
            "\"conv1\"",
            "The algorithm of 'conv1' is chosen twice; keep one of the attributes.",
            (", Algorithm(\"conv1\", ConvolutionAlgorithm.Winograd)", "")),
        new(
            "SNT1017",
            "another window",
            """
            [Network, Algorithm("conv1", ConvolutionAlgorithm.Winograd)]
            public partial class Net
            {
                static Tensor Define([Shape(16, 32, 32)] Tensor image) => image.Conv2d(32, kernel: 5, name: "conv1");
            }
            """,
            "Winograd",
            "Winograd's filtering needs windows of 3x3, but Conv2d 'conv1' has 5x5; use kernel: 3, or leave the choice to ConvolutionAlgorithm.Automatic.",
            ("kernel: 5", "kernel: 3"))
        {
            Others = [[("ConvolutionAlgorithm.Winograd", "ConvolutionAlgorithm.Automatic")]],
        },
        new(
            "SNT1017",
            "a stride",
            """
            [Network, Algorithm("conv1", ConvolutionAlgorithm.Winograd)]
            public partial class Net
            {
                static Tensor Define([Shape(16, 32, 32)] Tensor image) => image.Conv2d(32, kernel: (3, 3), stride: (2, 1), name: "conv1");
            }
            """,
            "Winograd",
            "Winograd's filtering needs a stride of 1, but Conv2d 'conv1' has (2, 1); use stride: (1, 1), or leave the choice to ConvolutionAlgorithm.Automatic.",
            ("stride: (2, 1), ", ""))
        {
            Others =
            [
                [("stride: (2, 1), ", "stride: (1, 1), ")],
                [("ConvolutionAlgorithm.Winograd", "ConvolutionAlgorithm.Automatic")],
            ],
        },
        new(
            "SNT1017",
            "a dilation",
            """
            [Network, Algorithm("conv1", ConvolutionAlgorithm.Winograd)]
            public partial class Net
            {
                static Tensor Define([Shape(16, 32, 32)] Tensor image) => image.Conv2d(32, kernel: 3, dilation: 2, name: "conv1");
            }
            """,
            "Winograd",
            "Winograd's filtering needs a dilation of 1, but Conv2d 'conv1' has 2; use dilation: 1, or leave the choice to ConvolutionAlgorithm.Automatic.",
            ("dilation: 2", "dilation: 1"))
        {
            Others = [[("ConvolutionAlgorithm.Winograd", "ConvolutionAlgorithm.Automatic")]],
        },
        new(
            "SNT1017",
            "groups",
            """
            [Network, Input(16, 8, 8), Algorithm("depthwiseconv1", ConvolutionAlgorithm.Winograd)]
            [DepthwiseConv2d(kernel: 3)]
            public partial class Net;
            """,
            "Winograd",
            "Winograd's filtering needs all channels in one group, but DepthwiseConv2d 'depthwiseconv1' has 16 groups; use a Conv2d with groups: 1, or leave the choice to ConvolutionAlgorithm.Automatic.",
            ("ConvolutionAlgorithm.Winograd", "ConvolutionAlgorithm.Automatic"))
        {
            Others = [[("DepthwiseConv2d(kernel: 3)", "Conv2d(16, kernel: 3, groups: 1)"), ("\"depthwiseconv1\"", "\"conv1\"")]],
        },
        new(
            "SNT1017",
            "channels that do not fill vectors",
            """
            [Network, Algorithm("conv2", ConvolutionAlgorithm.Winograd)]
            public partial class Net
            {
                static Tensor Define([Shape(3, 32, 32)] Tensor image) => image
                    .Conv2d(20, kernel: 3, name: "conv1").Conv2d(40, kernel: 3, name: "conv2");
            }
            """,
            "Winograd",
            "Winograd's filtering needs channels in multiples of 16, but Conv2d 'conv2' has 20 in and 40 out; use 32 or 48 as outChannels and give it an input of 16 or 32 channels, or leave the choice to ConvolutionAlgorithm.Automatic.",
            ("Conv2d(20", "Conv2d(32"),
            ("Conv2d(40", "Conv2d(48"))
        {
            Others =
            [
                [("Conv2d(20", "Conv2d(16"), ("Conv2d(40", "Conv2d(32")],
                [("Conv2d(20", "Conv2d(32"), ("Conv2d(40", "Conv2d(32")],
                [("ConvolutionAlgorithm.Winograd", "ConvolutionAlgorithm.Automatic")],
            ],
        },
        new(
            "SNT1017",
            "an exact network",
            """
            [Network(Exact = true), Algorithm("conv1", ConvolutionAlgorithm.Winograd)]
            public partial class Net
            {
                static Tensor Define([Shape(16, 32, 32)] Tensor image) => image.Conv2d(32, kernel: 3, name: "conv1");
            }
            """,
            "Winograd",
            "Conv2d 'conv1' shall be computed by Winograd's filtering, but the network is exact: all its convolutions are plain sums. Leave out Exact = true, and choose ConvolutionAlgorithm.Direct for the layers that need it; or leave out this attribute.",
            ("(Exact = true)", ""))
        {
            Others =
            [
                [(", Algorithm(\"conv1\", ConvolutionAlgorithm.Winograd)", "")],
                [("ConvolutionAlgorithm.Winograd", "ConvolutionAlgorithm.Direct"), ("(Exact = true)", "")],
            ],
        },
        new(
            "SNT1017",
            "the cell of a scan",
            """
            [Network, Algorithm("scan1.conv1", ConvolutionAlgorithm.Winograd)]
            public partial class Net
            {
                static Tensor Define([Shape(4, 16, 8, 8)] Tensor images) =>
                    images.Scan(images.Zeros(16, 8, 8), (image, state) =>
                    {
                        var next = (image + state.Conv2d(16, kernel: 3, padding: 1, name: "conv1")).Tanh();
                        return (next, next);
                    }).State;
            }
            """,
            "Winograd",
            "Conv2d 'scan1.conv1' is in the cell of a scan, whose steps compute plain sums; choose ConvolutionAlgorithm.Direct, or leave out this attribute.",
            ("ConvolutionAlgorithm.Winograd", "ConvolutionAlgorithm.Direct"))
        {
            Others = [[(", Algorithm(\"scan1.conv1\", ConvolutionAlgorithm.Winograd)", "")]],
        },
        new(
            "SNT1017",
            "a number that is no algorithm",
            """
            [Network, Input(16, 8, 8), Algorithm("conv1", (ConvolutionAlgorithm)7)]
            [Conv2d(16, kernel: 3)]
            public partial class Net;
            """,
            "(ConvolutionAlgorithm)7",
            "There is no algorithm of the number 7; use ConvolutionAlgorithm.Automatic, Direct or Winograd.",
            ("(ConvolutionAlgorithm)7", "ConvolutionAlgorithm.Direct"))
        {
            Others =
            [
                [("(ConvolutionAlgorithm)7", "ConvolutionAlgorithm.Automatic")],
                [("(ConvolutionAlgorithm)7", "ConvolutionAlgorithm.Winograd")],
            ],
        },
    ];
}
