namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of indices, and of numbers that are known at build time.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Indices =>
    [
        new(
            "SNT2001",
            "a constant of other extents",
            "static Tensor Define([Shape(4)] Tensor x) => x * x.Constant([0.5f, 1, 2], 4);",
            "Constant([0.5f, 1, 2], 4)",
            "Constant: [4] has 4 elements, but there are 3 numbers; pass as many, or leave out the shape for one axis.",
            ("2], 4)", "2, 4], 4)"))
        {
            Others = [[("x.Constant([0.5f, 1, 2], 4)", "x.Constant([0.5f, 1, 2, 1])")]],
        },
        new(
            "SNT2001",
            "rows without an index each",
            """
            [Network, Dim("N", Max = 50), Dim("E", Max = 200)]
            public partial class Net
            {
                static Tensor Define([Shape("N", 4)] Tensor x, [Shape("E")] Tokens target) => x.SegmentSum(target, like: x);
            }
            """,
            "SegmentSum(target, like: x)",
            "SegmentSum needs an index for each row of [B, N, 4], but gets [B, E]: N and E are bound apart at every call, so that nothing makes them equal; name both extents by one symbol.",
            ("Shape(\"E\")", "Shape(\"N\")"), (", Dim(\"E\", Max = 200)", "")),
        new(
            "SNT2001",
            "fewer indices than rows",
            "static Tensor Define([Shape(6, 4)] Tensor x, [Shape(5)] Tokens target) => x.SegmentMax(target, rows: 3);",
            "SegmentMax(target, rows: 3)",
            "SegmentMax needs an index for each row of [B, 6, 4], but gets [B, 5]: 6 and 5; declare as many indices as there are rows.",
            ("Shape(5)", "Shape(6)")),
        new(
            "SNT2001",
            "indices of elements elsewhere",
            "static Tensor Define([Shape(6, 4)] Tensor x, [Shape(5, 1)] Tokens word) => x.Gather(1, word);",
            "Gather(1, word)",
            "Gather along axis 1 needs equal extents along the others, but gets [B, 6, 4] and [B, 5, 1]; use Slice to make one of them smaller.",
            ("x.Gather", "x.Slice(0, 0, 5).Gather")),
        new(
            "SNT2001",
            "numbers without an index each",
            "static Tensor Define([Shape(6)] Tensor x, [Shape(5)] Tokens place) => x.ScatterAdd(0, place, x.Sin());",
            "ScatterAdd(0, place, x.Sin())",
            "ScatterAdd needs a number to add for each index [B, 5], but gets [B, 6]; give both one shape.",
            ("Shape(5)", "Shape(6)")),
        new(
            "SNT2002",
            "no numbers",
            "static Tensor Define([Shape(4)] Tensor x) => x * x.Constant([]);",
            "Constant([])",
            "Constant gets no numbers; pass at least one.",
            ("[]", "[2]")),
        new(
            "SNT2002",
            "a range that runs away",
            "static Tensor Define([Shape(4)] Tensor x) => x * x.Arange(4, 0);",
            "Arange(4, 0)",
            "Arange from 4 to 0 in steps of 1 gives no number; use step: -1.",
            ("4, 0)", "4, 0, step: -1)")),
        new(
            "SNT2002",
            "a one-hot vector of no classes",
            "static Tensor Define([Shape] Tokens word) => word.OneHot(0).Linear(4);",
            "OneHot(0)",
            "OneHot: classes is 0, but must be 1 or more.",
            ("OneHot(0)", "OneHot(1)")),
        new(
            "SNT2002",
            "a clamp without bounds",
            "static Tensor Define([Shape(4)] Tensor x) => x.Clamp();",
            "Clamp()",
            "Clamp gets no bound; state min, max or both.",
            ("Clamp()", "Clamp(min: 0)"))
        {
            Others = [[("Clamp()", "Clamp(min: 0, max: 1)")]],
        },
        new(
            "SNT2002",
            "a tile of nothing",
            "static Tensor Define([Shape(4)] Tensor x) => x.Tile(0);",
            "Tile(0)",
            "Tile: a number is 0, but must be 1 or more.",
            ("Tile(0)", "Tile(1)")),
        new(
            "SNT2002",
            "more than there are",
            "static Tensor Define([Shape(4)] Tensor x) => x.TopK(5).Values;",
            "TopK(5)",
            "TopK: k is 5, but axis -1 of [B, 4] has 4 elements; use k: 4.",
            ("TopK(5)", "TopK(k: 4)")),
        new(
            "SNT2002",
            "more than there may be",
            """
            [Network, Dim("T", Max = 50)]
            public partial class Net
            {
                static Tensor Define([Shape("T")] Tensor x) => x.TopK(5).Values;
            }
            """,
            "TopK(5)",
            "TopK: k is 5, but axis -1 of [B, T] can have 1; state Min = 5 of T.",
            ("Max = 50", "Min = 5, Max = 50")),
        new(
            "SNT2002",
            "too many of the largest",
            "static Tensor Define([Shape(400)] Tensor x) => x.TopK(65).Values;",
            "TopK(65)",
            "TopK: k is 65, but must be 64 or less, for each of the elements is a pass over the axis.",
            ("TopK(65)", "TopK(64)")),
        new(
            "SNT2003",
            "Repeat",
            "static Tensor Define([Shape(3, 4)] Tensor x) => x.Repeat(2);",
            "Repeat(2)",
            "Repeat needs a number for each of the 2 axes of [B, 3, 4] besides the batch, but gets 1; write 1 for an axis that stays, or use Tile for the last axes alone.",
            ("Repeat(2)", "Repeat(1, 2)"))
        {
            Others = [[("Repeat", "Tile")]],
        },
        new(
            "SNT2003",
            "an index without an axis",
            "static Tensor Define([Shape(6, 4)] Tensor x, [Shape] Tokens node) => x.IndexSelect(node);",
            "IndexSelect(node)",
            "IndexSelect needs indices with one axis besides the batch, but gets [B]; declare them as [Shape(…)] Tokens with one extent.",
            ("[Shape] Tokens", "[Shape(1)] Tokens")),
        new(
            "SNT2003",
            "rows of a weight",
            "static Tensor Define([Shape(6)] Tokens word) => word.Parameter(\"table\", [50, 8]).IndexSelect(word);",
            "IndexSelect(word)",
            "IndexSelect needs a value of each sample, but gets [50, 8], which is one for all of them; use Embedding for the rows of a weight.",
            ("word.Parameter(\"table\", [50, 8]).IndexSelect(word)", "word.Embedding(word.Parameter(\"table\", [50, 8]))")),
        new(
            "SNT2003",
            "indices of elements with other axes",
            "static Tensor Define([Shape(6, 4)] Tensor x, [Shape(6)] Tokens word) => x.Gather(1, word);",
            "Gather(1, word)",
            "Gather needs indices with as many axes as [B, 6, 4], but gets [B, 6]; give them 2 axes besides the batch.",
            ("Shape(6)", "Shape(6, 1)")),
    ];
}
