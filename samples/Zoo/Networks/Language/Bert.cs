using Sinter;

namespace Zoo.Networks;

/// <summary>BERT, the base one, with its head for hidden words, as Hugging Face's <c>BertForMaskedLM</c>.</summary>
/// <remarks>Devlin, Chang, Lee and Toutanova, "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", 2018.</remarks>
[Network, Dim("T", Max = 512)]
internal sealed partial class Bert
{
    private const int Words = 30_522, Width = 768;

    private static Tensor Define([Shape("T")] Tokens text, [Shape("T")] Tokens segments, [Shape] Tokens lengths)
    {
        var small = Initializer.Normal(standardDeviation: 0.02f);
        var table = text.Parameter("bert.embeddings.word_embeddings.weight", [Words, Width], small);
        var x = (text.Embedding(table) + segments.Embedding(2, Width, initializer: small, name: "bert.embeddings.token_type_embeddings"))
            .LearnedPositions(small, length: 512, name: "bert.embeddings.position_embeddings")
            .LayerNorm(epsilon: 1e-12f, name: "bert.embeddings.LayerNorm").Dropout(0.1f);
        for (var i = 0; i < 12; i++) x = x.BertBlock(heads: 12, feedForward: 3072, lengths: lengths, name: $"bert.encoder.layer.{i}");
        return x.Linear(Width, name: "cls.predictions.transform.dense").Gelu().LayerNorm(epsilon: 1e-12f, name: "cls.predictions.transform.LayerNorm")
            .Linear(table, x.Parameter("cls.predictions.bias", [Words]));
    }

    // Places that are not to be guessed have the label -100.
    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens hidden) => logits.CrossEntropy(hidden, axis: -1);
}
