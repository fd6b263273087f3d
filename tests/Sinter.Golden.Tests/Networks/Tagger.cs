namespace Sinter.Golden.Networks;

/// <summary>A class for every token of a sequence whose length each call states.</summary>
[Network, Dim("T", Max = 24, Min = 2, MultipleOf = 2)]
public partial class Tagger
{
    static Tensor Define([Shape("T")] Tokens words)
    {
        var x = words.Embedding(20, 8);
        var scores = x.Linear(8).Matmul(x.Linear(8).Permute(1, 0)) * 0.35f;
        return (x + scores.Softmax().Matmul(x)).LayerNorm(1).Linear(5);
    }

    static Tensor Loss(Tensor logits, [Shape("T")] Tokens label) => logits.CrossEntropy(label, axis: -1);
}
