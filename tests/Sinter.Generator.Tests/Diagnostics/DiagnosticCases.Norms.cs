namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of norms of channels, and of channels exchanged.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Norms =>
    [
        new(
            "SNT2003",
            "an instance norm of images",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.InstanceNorm1d();",
            "InstanceNorm1d()",
            "InstanceNorm1d needs sequences [B, channels, length], but gets [B, 3, 32, 32]; use InstanceNorm2d.",
            ("InstanceNorm1d", "InstanceNorm2d")),
        new(
            "SNT2003",
            "an instance norm of sequences",
            "static Tensor Define([Shape(3, 32)] Tensor x) => x.InstanceNorm2d(affine: true, name: \"norm\");",
            "InstanceNorm2d(affine: true, name: \"norm\")",
            "InstanceNorm2d 'norm' needs images [B, channels, height, width], but gets [B, 3, 32]; use InstanceNorm1d.",
            ("InstanceNorm2d", "InstanceNorm1d")),
        new(
            "SNT2001",
            "an instance norm of single pixels",
            "static Tensor Define([Shape(3, 4, 4)] Tensor image) => image.Conv2d(8, kernel: 4).InstanceNorm2d();",
            "InstanceNorm2d()",
            "InstanceNorm2d normalises each channel over its own pixels and needs more than one, but [B, 8, 1, 1] has 1; leave it out, or use GroupNorm over several channels.",
            (".InstanceNorm2d()", ""))
        {
            Others = [[("InstanceNorm2d()", "GroupNorm(2)")]],
        },
        new(
            "SNT2001",
            "an instance norm of what may be a single element",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(8, "T")] Tensor x) => x.InstanceNorm1d();
            }
            """,
            "InstanceNorm1d()",
            "InstanceNorm1d normalises each channel over its own elements and needs more than one, but [B, 8, T] can have 1; state Min = 2 of T.",
            ("Max = 512", "Min = 2, Max = 512")),
        new(
            "SNT2002",
            "a response norm",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.LocalResponseNorm(0);",
            "LocalResponseNorm(0)",
            "LocalResponseNorm: size is 0, but must be 1 or more.",
            ("(0)", "(5)")),
        new(
            "SNT2002",
            "a stochastic depth",
            "static Tensor Define([Shape(64)] Tensor x) => x + x.Linear(64).StochasticDepth(1);",
            "StochasticDepth(1)",
            "StochasticDepth: p is 1, but must be at least 0 and below 1.",
            ("Depth(1)", "Depth(0.1f)")),
        new(
            "SNT2004",
            "channels for pixels",
            "static Tensor Define([Shape(3, 32, 32)] Tensor image) => image.Conv2d(10, kernel: 3).PixelShuffle(2);",
            "PixelShuffle(2)",
            "PixelShuffle makes a square of 2x2 pixels of every 4 channels, but 4 does not divide the 10 of [B, 10, 30, 30]; use 8 or 12 channels.",
            ("Conv2d(10", "Conv2d(12"))
        {
            Others = [[("Conv2d(10", "Conv2d(8")]],
        },
        new(
            "SNT2002",
            "pixels for channels",
            "static Tensor Define([Shape(3, 32, 30)] Tensor image) => image.PixelUnshuffle(4, name: \"down\");",
            "PixelUnshuffle(4, name: \"down\")",
            "PixelUnshuffle 'down' cuts [B, 3, 32, 30] into squares of 4x4 pixels, but 4 does not divide the 30 columns; use 2, or 28 or 32 columns.",
            ("30)]", "32)]"))
        {
            Others = [[("30)]", "28)]")], [("Unshuffle(4", "Unshuffle(2")]],
        },
        new(
            "SNT2002",
            "pixels for channels of an odd image",
            "static Tensor Define([Shape(3, 7, 30)] Tensor image) => image.PixelUnshuffle(2);",
            "PixelUnshuffle(2)",
            "PixelUnshuffle cuts [B, 3, 7, 30] into squares of 2x2 pixels, but 2 does not divide the 7 rows; use 6 or 8 rows.",
            ("7, 30", "8, 30"))
        {
            Others = [[("7, 30", "6, 30")]],
        },
        new(
            "SNT2002",
            "pixels for channels of open images",
            """
            [Network, Dim("H", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(3, "H", 32)] Tensor image) => image.PixelUnshuffle(2);
            }
            """,
            "PixelUnshuffle(2)",
            "PixelUnshuffle cuts [B, 3, H, 32] into squares of 2x2 pixels, but 2 does not divide the H rows of every call; state MultipleOf = 2 of H.",
            ("Max = 512", "Max = 512, MultipleOf = 2")),
        new(
            "SNT2004",
            "groups of channels to be dealt out",
            "static Tensor Define([Shape(6, 32, 32)] Tensor image) => image.ChannelShuffle(4);",
            "ChannelShuffle(4)",
            "ChannelShuffle: the 6 channels of [B, 6, 32, 32] cannot be split into 4 groups; use 3 or 6 groups.",
            ("(4)", "(3)"))
        {
            Others = [[("(4)", "(6)")]],
        },
    ];
}
