namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of parts that are frozen.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Freezing =>
    [
        new(
            "SNT1018",
            "a name that is not there",
            """
            [Network, Freeze("feature.*", "head.bias")]
            public partial class Net
            {
                static Tensor Define([Shape(3, 32, 32)] Tensor image) => image
                    .Scope("features", x => x.Conv2d(16, kernel: 3, name: "0").Relu().Conv2d(16, kernel: 3, name: "2"))
                    .GlobalAvgPool2d().Linear(10, name: "head");
            }
            """,
            "\"feature.*\"",
            "No weight of the network 'Net' matches 'feature.*'; use one of 'features', 'features.0', 'features.2' and 7 more.",
            ("\"feature.*\"", "\"features\"")),
        new(
            "SNT1018",
            "a scope that is not there",
            """
            [Network, Input(8), Freeze("linear1"), Freeze("linear2.wieght")]
            [Linear(8), Relu, Linear(4)]
            public partial class Net;
            """,
            "\"linear2.wieght\"",
            "The network 'Net' has no weight and no scope 'linear2.wieght'; use one of 'linear2.weight', 'linear1.weight', 'linear2.bias' and 3 more.",
            ("linear2.wieght", "linear2.weight")),
        new(
            "SNT1018",
            "no weights at all",
            """
            [Network, Input(8), Freeze("*")]
            [Relu]
            public partial class Net;
            """,
            "\"*\"",
            "The network 'Net' has no weights to freeze; leave out this attribute.",
            (", Freeze(\"*\")", "")),
        new(
            "SNT1018",
            "a layer without weights",
            "static Tensor Define([Shape(8)] Tensor x) => x.Linear(4).Relu().Frozen().Linear(2);",
            "Frozen()",
            "Frozen needs weights, but stands behind Relu 'relu1', which has none; put it behind the part that makes them.",
            (".Relu().Frozen()", ".Frozen().Relu()")),
        new(
            "SNT1018",
            "a value that no layer returned",
            "static Tensor Define([Shape(8)] Tensor x) => (x + x.Linear(8)).Frozen().Linear(2);",
            "Frozen()",
            "Frozen needs weights, but stands behind a value [B, 8] that no layer returned; put it behind the part that makes them.",
            ("(x + x.Linear(8)).Frozen()", "(x + x.Linear(8).Frozen())")),
    ];
}
