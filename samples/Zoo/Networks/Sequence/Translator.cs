using Sinter;

namespace Zoo.Networks;

/// <summary>Translates by looking at what of the source matters for the next word: a bidirectional encoder, and a decoder that is told the words before.</summary>
/// <remarks>Bahdanau, Cho and Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2014.</remarks>
[Network, Dim("S", Max = 64), Dim("T", Max = 64)]
internal sealed partial class Translator
{
    private const int Words = 8_000, Width = 256;

    private static Tensor Define([Shape("S")] Tokens source, [Shape] Tokens lengths, [Shape("T")] Tokens before)
    {
        var (encoded, last) = source.Embedding(Words, Width, name: "encoder.embedding").Gru(Width, bidirectional: true, lengths: lengths, name: "encoder.gru");
        var (keys, isWord) = (encoded.Linear(Width, name: "decoder.attention.Ua"), encoded.StepMask(lengths));
        var embedded = before.Embedding(Words, Width, name: "decoder.embedding");
        var weights = Cell(embedded, 3 * Width);
        var (outputs, _) = embedded.Scan(last.Select(0, 1).Linear(Width, name: "decoder.start").Tanh(), (word, h) =>
        {
            var scores = (keys + h.Linear(Width, name: "attention.Wa").Unsqueeze(0)).Tanh().Linear(1, name: "attention.Va");
            var context = (isWord.Where(scores, float.NegativeInfinity).Softmax(0) * encoded).Sum(0);
            var next = Gru(word.Concat(context), h, weights);
            return (next, next);
        }, name: "decoder");
        return outputs.Linear(Words, name: "decoder.out");
    }

    private static (Tensor Input, Tensor Hidden, Tensor InputBias, Tensor HiddenBias) Cell(Tensor x, int features) => (
        x.Parameter("decoder.gru.weight_ih", [3 * Width, features]), x.Parameter("decoder.gru.weight_hh", [3 * Width, Width]),
        x.Parameter("decoder.gru.bias_ih", [3 * Width]), x.Parameter("decoder.gru.bias_hh", [3 * Width]));

    // A gated recurrent unit with PyTorch's weights: reset, update, new.
    private static Tensor Gru(Tensor x, Tensor h, (Tensor Input, Tensor Hidden, Tensor InputBias, Tensor HiddenBias) weights)
    {
        var (input, hidden) = (x.Linear(weights.Input, weights.InputBias).Chunk(3), h.Linear(weights.Hidden, weights.HiddenBias).Chunk(3));
        var (reset, update) = ((input[0] + hidden[0]).Sigmoid(), (input[1] + hidden[1]).Sigmoid());
        var candidate = (input[2] + (reset * hidden[2])).Tanh();
        return candidate + (update * (h - candidate));
    }

    private static Tensor Loss(Tensor logits, [Shape("T")] Tokens words) => logits.CrossEntropy(words, axis: -1);
}
