namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of the numbers of losses and distances, and of what they compare.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Losses =>
    [
        new(
            "SNT2002",
            "weights of classes",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(3);

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label, weight: [1, 2]);
            """,
            "CrossEntropy(label, weight: [1, 2])",
            "CrossEntropy: weight has 2 numbers, but there are 3 classes; give one for each.",
            ("[1, 2]", "[1, 2, 1]")),
        new(
            "SNT2002",
            "weights of answers",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(3);

            static Tensor Loss(Tensor logits, [Shape(3)] Tensor target) => logits.BinaryCrossEntropyWithLogits(target, posWeight: [2, 2]);
            """,
            "BinaryCrossEntropyWithLogits(target, posWeight: [2, 2])",
            "BinaryCrossEntropyWithLogits: posWeight has 2 numbers, but the last axis of [B, 3] has 3 answers; give one for each, or one for all.",
            ("[2, 2]", "[2, 2, 1]"))
        {
            Others = [[("[2, 2]", "[2]")]],
        },
        new(
            "SNT2001",
            "weights of more than the losses",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(1).Sigmoid();

            static Tensor Loss(Tensor y, [Shape(1)] Tensor target, [Shape(3)] Tensor weight) => y.BinaryCrossEntropy(target, weight);
            """,
            "BinaryCrossEntropy(target, weight)",
            "BinaryCrossEntropy has a loss for each element of [B, 1], but the weight [B, 3] has more; give it extents of 1 where the target has them.",
            ("[Shape(3)]", "[Shape(1)]")),
        new(
            "SNT2007",
            "signs of pairs",
            """
            static Tensor Define([Shape(2, 64)] Tensor x) => x.Linear(16);

            static Tensor Loss(Tensor y, [Shape(1)] Tensor target) => y.Select(0, 0).CosineEmbedding(y.Select(0, 1), target);
            """,
            "CosineEmbedding(y.Select(0, 1), target)",
            "CosineEmbedding needs a target [B], a number for each pair of vectors of [B, 16], but gets [B, 1]; declare it as [Shape] Tensor.",
            ("[Shape(1)]", "[Shape]")),
        new(
            "SNT2001",
            "a triple of different vectors",
            """
            static Tensor Define([Shape(3, 64)] Tensor x) => x.Linear(16);

            static Tensor Loss(Tensor y, [Shape(8)] Tensor target) => y.Select(0, 0).TripletMargin(y.Select(0, 1), target);
            """,
            "TripletMargin(y.Select(0, 1), target)",
            "TripletMargin compares equal shapes, but the input is [B, 16] and negative [B, 8]; make both in the same way, as a Module does.",
            ("[Shape(8)]", "[Shape(16)]")),
        new(
            "SNT2002",
            "a distance",
            "static Tensor Define([Shape(2, 64)] Tensor x) => x.Select(0, 0).PairwiseDistance(x.Select(0, 1), p: 0);",
            "PairwiseDistance(x.Select(0, 1), p: 0)",
            "PairwiseDistance: p is 0, but must be above 0; use 2 for Euclid's distance.",
            ("p: 0", "p: 2")),
        new(
            "SNT2001",
            "a similarity",
            "static Tensor Define([Shape(2, 64)] Tensor x) => x.Linear(16).CosineSimilarity(x, axis: -1);",
            "CosineSimilarity(x, axis: -1)",
            "CosineSimilarity cannot broadcast [B, 2, 16] with [B, 2, 64]: 16 and 64 differ and neither is 1; Linear(16) after the right side would give both 16 features.",
            ("x.Linear(16)", "x.Linear(64)")),
        new(
            "SNT2002",
            "a blank that is no class",
            """
            static Tensor Define([Shape(50, 64)] Tensor x) => x.Linear(29).LogSoftmax();

            static Tensor Loss(Tensor y, [Shape(12)] Tokens letters) => y.Ctc(letters, blank: 29);
            """,
            "Ctc(letters, blank: 29)",
            "Ctc: blank is 29, but must be one of the 29 classes; use 0 … 28.",
            ("blank: 29", "blank: 28")),
        new(
            "SNT2003",
            "lengths of more than one number",
            """
            static Tensor Define([Shape(50, 64)] Tensor x) => x.Linear(29).LogSoftmax();

            static Tensor Loss(Tensor y, [Shape(12)] Tokens letters, [Shape(1)] Tokens targetLengths) => y.Ctc(letters, targetLengths: targetLengths);
            """,
            "Ctc(letters, targetLengths: targetLengths)",
            "Ctc needs one number for each sample as targetLengths, [B], but gets [B, 1]; declare them as [Shape] Tokens targetLengths.",
            ("[Shape(1)]", "[Shape]")),
        new(
            "SNT2003",
            "an alignment of a vector",
            """
            static Tensor Define([Shape(64)] Tensor x) => x.Linear(29).LogSoftmax();

            static Tensor Loss(Tensor y, [Shape(12)] Tokens letters) => y.Ctc(letters);
            """,
            "Ctc(letters)",
            "Ctc needs sequences [B, T, classes], but gets [B, 29]; insert Unsqueeze(0) before it for a sequence of one step, [B, 1, 29].",
            ("y.Ctc", "y.Unsqueeze(0).Ctc")),
        new(
            "SNT2007",
            "an alignment with a single label",
            """
            static Tensor Define([Shape(50, 64)] Tensor x) => x.Linear(29).LogSoftmax();

            static Tensor Loss(Tensor y, [Shape] Tokens letters) => y.Ctc(letters);
            """,
            "Ctc(letters)",
            "Ctc needs labels [B, S] for the output [B, 50, 29], but gets [B]; declare them as [Shape(…)] Tokens with the most labels that a sample has.",
            ("[Shape] Tokens", "[Shape(12)] Tokens")),
        new(
            "SNT2002",
            "a padding that is no token",
            "static Tensor Define([Shape(16)] Tokens words) => words.Embedding(100, 8, paddingIdx: 100);",
            "Embedding(100, 8, paddingIdx: 100)",
            "Embedding: paddingIdx is 100, but must be one of the 100 tokens; use 0 … 99, or -100 … -1 from the end.",
            ("paddingIdx: 100", "paddingIdx: 99"))
        {
            Others = [[("paddingIdx: 100", "paddingIdx: -100")]],
        },
        new(
            "SNT4001",
            "a loss of each label",
            """
            static Tensor Define([Shape(784)] Tensor x) => x.Linear(3);

            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label, reduction: Reduction.None);
            """,
            "Loss",
            "The loss must be one number for the whole batch, but has the shape [B]; take the mean of it.",
            ("Reduction.None)", "Reduction.None).Mean()")),
    ];
}
