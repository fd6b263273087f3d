namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of shapes with symbols, of scans and of attention.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] SequenceShapes =>
    [
        new(
            "SNT2001",
            "two symbols",
            """
            [Network, Dim("T", Max = 512), Dim("S", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x, [Shape("S", 8)] Tensor y) => x + y;
            }
            """,
            "x + y",
            "Add cannot broadcast [B, T, 8] with [B, S, 8]: T and S are bound apart at every call, so that nothing makes them equal; name both extents by one symbol.",
            ("Shape(\"S\"", "Shape(\"T\""),
            (", Dim(\"S\", Max = 512)", "")),
        new(
            "SNT2001",
            "a symbol and a number",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x + x.Parameter("positions", [512, 8]);
            }
            """,
            "x + x.Parameter(\"positions\", [512, 8])",
            "Add cannot broadcast [B, T, 8] with [512, 8]: T and 512 are equal at some calls only, 1 <= T <= 512; extents must be equal at every call.",
            ("[512, 8])", "[512, 8]).SliceLike(0, x, 0)")),
        new(
            "SNT2001",
            "a symbol and itself with one more",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x + x.Pad(0, 1, 0);
            }
            """,
            "x + x.Pad(0, 1, 0)",
            "Add cannot broadcast [B, T, 8] with [B, T+1, 8]: T and T+1 always differ.",
            ("x.Pad(0, 1, 0)", "x.Pad(0, 1, 0).Slice(0, 0, -1)")),
        new(
            "SNT2001",
            "a size that is not known yet",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x.Linear(x.Shape[0]);
            }
            """,
            "x.Shape[0]",
            "The extent T of [B, T, 8] is known only when the network is called; a constant one is needed here.",
            ("x.Shape[0]", "x.Shape[1]")),
        new(
            "SNT2001",
            "channels that every call chooses",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 80)] Tensor x) => x.Conv1d(8, kernel: 3, padding: 1, name: "conv1");
            }
            """,
            "Conv1d(8, kernel: 3, padding: 1, name: \"conv1\")",
            "Conv1d 'conv1' needs sequences [B, channels, length] with a constant number of channels, but gets [B, T, 80], of which every call chooses T; insert Transpose() before it: [B, 80, T].",
            ("x.Conv1d", "x.Transpose().Conv1d")),
        new(
            "SNT2001",
            "what a stride leaves twice, and all of it",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(8, "T")] Tensor x)
                {
                    var halves = x.Conv1d(8, kernel: 3, stride: 2, padding: 1);
                    return x + halves.Concat(halves, axis: 1);
                }
            }
            """,
            "x + halves.Concat(halves, axis: 1)",
            "Add cannot broadcast [B, 8, T] with [B, 8, 2*⌊(T+1)/2⌋]: T and 2*⌊(T+1)/2⌋ are equal only where T is a multiple of 2; state MultipleOf = 2 of T.",
            ("Max = 512", "Max = 512, MultipleOf = 2")),
        new(
            "SNT2001",
            "features that every call chooses",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape(8, "T")] Tensor x) => x.Linear(4);
            }
            """,
            "Linear(4)",
            "Linear needs a constant number of features, but gets [B, 8, T], of which every call chooses T; declare a number there instead of the symbol 'T'.",
            ("8, \"T\"", "8, 512"),
            (", Dim(\"T\", Max = 512)", "")),
        new(
            "SNT2001",
            "an extent of two symbols",
            """
            [Network, Dim("T", Max = 512), Dim("S", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x, [Shape("S", 8)] Tensor y) => x.Concat(y);
            }
            """,
            "Concat(y)",
            "Concat would make an axis of T + S elements; an extent can depend on one symbol only.",
            ("x.Concat(y)", "x.Mean(0, keepDims: true).Concat(y)")),
        new(
            "SNT2001",
            "a product of symbols",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x.Matmul(x.Transpose()).Flatten();
            }
            """,
            "Flatten()",
            "Flatten: the axes of [B, T, T] would become one of T*T elements; an extent can depend on one symbol only.",
            (".Flatten()", ".Softmax()")),
        new(
            "SNT2001",
            "a weight of an open size",
            """
            [Network, Dim("T", Max = 512)]
            public partial class Net
            {
                static Tensor Define([Shape("T", 8)] Tensor x) => x.LayerNorm(axes: 2);
            }
            """,
            "LayerNorm(axes: 2)",
            "The parameter 'layernorm1.weight' would have the shape [T, 8], but a weight has one size for all calls; leave the symbol out of the axes it is made for.",
            ("axes: 2", "axes: 1")),
        new(
            "SNT2001",
            "the state of a scan",
            """
            static Tensor Define([Shape(16, 8)] Tensor x)
            {
                var (outputs, last) = x.Scan(x.Zeros(4), (step, h) => (h, step.Linear(6)));
                return last;
            }
            """,
            "Scan(x.Zeros(4), (step, h) => (h, step.Linear(6)))",
            "Scan: state 0 begins as [B, 4], but the cell makes it [B, 6]; a state keeps its shape: begin with Zeros(6), or insert Linear(4) behind it.",
            ("Zeros(4)", "Zeros(6)"))
        {
            Others = [[("Linear(6)", "Linear(6).Linear(4)")]],
        },
        new(
            "SNT2001",
            "the state of a scan that grows",
            """
            static Tensor Define([Shape(16, 8)] Tensor x)
            {
                var (outputs, last) = x.Scan(x.Zeros(4), (step, h) => (h, h.Concat(step)));
                return last;
            }
            """,
            "Scan(x.Zeros(4), (step, h) => (h, h.Concat(step)))",
            "Scan: state 0 begins as [B, 4], but the cell makes it [B, 12]; a state keeps its shape: insert Linear(4) behind it.",
            ("h.Concat(step)", "h.Concat(step).Linear(4)")),
        new(
            "SNT2001",
            "a recurrent layer's first state",
            "static Tensor Define([Shape(16, 8)] Tensor x) => x.Gru(4, layers: 2, initial: x.Zeros(1, 4)).Outputs;",
            "Gru(4, layers: 2, initial: x.Zeros(1, 4))",
            "Gru needs states [B, 2, 4] to begin with, one row for each layer and direction, but gets [B, 1, 4].",
            ("Zeros(1, 4)", "Zeros(2, 4)")),
        new(
            "SNT2001",
            "a recurrent layer's first state that is trained",
            """
            static Tensor Define([Shape(16, 8)] Tensor x)
            {
                var h0 = x.Parameter("h0", [1, 4]);
                return x.Gru(4, initial: h0).Outputs;
            }
            """,
            "Gru(4, initial: h0)",
            "Gru needs states [B, 1, 4] to begin with, one row for each layer and direction, but gets [1, 4]. For the same states in every sample write x.Zeros(1, 4) + them.",
            ("initial: h0", "initial: x.Zeros(1, 4) + h0")),
        new(
            "SNT2001",
            "attention",
            "static Tensor Define([Shape(16, 4, 8)] Tensor q, [Shape(16, 4, 6)] Tensor k) => q.Attention(k, k);",
            "Attention(k, k)",
            "Attention needs queries and keys of one size, but gets [B, 16, 4, 8] and [B, 16, 4, 6]: 8 and 6; give the heads of both the same number of features.",
            ("4, 6)", "4, 8)")),
        new(
            "SNT2001",
            "keys without values",
            """
            static Tensor Define([Shape(16, 4, 8)] Tensor q, [Shape(12, 4, 8)] Tensor k, [Shape(16, 4, 8)] Tensor v) =>
                q.Attention(k, v);
            """,
            "Attention(k, v)",
            "Attention needs a value for every key, but gets 12 keys [B, 12, 4, 8] and 16 values [B, 16, 4, 8]; compute both from the same sequence.",
            ("Shape(12", "Shape(16")),
        new(
            "SNT2001",
            "a mask",
            """
            static Tensor Define([Shape(16, 64)] Tensor x, [Shape(2, 1, 16)] Tensor mask) =>
                x.MultiHeadAttention(heads: 4, mask: mask);
            """,
            "MultiHeadAttention(heads: 4, mask: mask)",
            "MultiHeadAttention needs a mask that broadcasts to [4, 16, 16], with or without the batch, but gets [B, 2, 1, 16]: of heads it has 2, where 4 or 1 would do.",
            ("Shape(2, 1, 16)", "Shape(4, 1, 16)"))
        {
            Others = [[("Shape(2, 1, 16)", "Shape(1, 1, 16)")]],
        },
        new(
            "SNT2001",
            "a mask with keys before queries",
            """
            static Tensor Define([Shape(16, 64)] Tensor x, [Shape(12, 64)] Tensor memory, [Shape(12, 16)] Tensor mask) =>
                x.MultiHeadAttention(heads: 4, memory, mask: mask);
            """,
            "MultiHeadAttention(heads: 4, memory, mask: mask)",
            "MultiHeadAttention needs a mask that broadcasts to [4, 16, 12], with or without the batch, but gets [B, 12, 16]; insert Transpose(-2, -1) after it: the queries come before the keys.",
            ("mask: mask)", "mask: mask.Transpose(-2, -1))")),
        new(
            "SNT2001",
            "a mask of keys",
            """
            static Tensor Define([Shape(16, 64)] Tensor x, [Shape(12)] Tensor hidden) =>
                x.MultiHeadAttention(heads: 4, keyPaddingMask: hidden);
            """,
            "MultiHeadAttention(heads: 4, keyPaddingMask: hidden)",
            "MultiHeadAttention needs a keyPaddingMask [16], with or without the batch, one number for each key, but gets [B, 12].",
            ("Shape(12)", "Shape(16)")),
        new(
            "SNT2001",
            "distances of fewer places",
            "static Tensor Define([Shape(16, 12)] Tensor scores) => scores.RelativeShift();",
            "RelativeShift()",
            "RelativeShift needs a distance for every pair of 16 queries and a key, 16 or more, but gets [B, 16, 12].",
            ("16, 12", "16, 31")),
        new(
            "SNT2001",
            "a memory of another width",
            """
            static Tensor Define([Shape(16, 64)] Tensor x, [Shape(9, 32)] Tensor memory) =>
                x.TransformerDecoderLayer(memory, heads: 4, feedForward: 128);
            """,
            "TransformerDecoderLayer(memory, heads: 4, feedForward: 128)",
            "TransformerDecoderLayer needs a memory [S, 64], but gets [B, 9, 32]; insert Linear(64) after it.",
            ("(memory,", "(memory.Linear(64),")),
    ];
}
