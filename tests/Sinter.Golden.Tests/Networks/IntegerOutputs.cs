namespace Sinter.Golden.Networks;

/// <summary>Integers beside floats: what chooses, and what it chooses from. What it is in PyTorch stands in eng/goldens/record_integers.py.</summary>
[Network]
public partial class Chooser
{
    private static (Tensor Scores, Tokens Best, Tensor Top, Tokens Places, Tokens Least) Define([Shape(5, 4)] Tensor x)
    {
        var scores = x.Linear(6, name: "fc");
        var (top, places) = scores.TopK(3, axis: 0);
        return (scores, scores.ArgMax(-1).ToTokens(), top, places.ToTokens(), scores.ArgMin(0, keepDims: true).ToTokens());
    }

    private static Tensor Loss(Tensor scores, [Shape(5)] Tokens label) => scores.CrossEntropy(label, axis: -1);
}

/// <summary>One output, of integers, with a name of its own.</summary>
[Network]
public partial class Classifier
{
    [return: Output("label")]
    private static Tokens Define([Shape(4)] Tensor x) => x.Linear(3, name: "fc").ArgMax(0).ToTokens();
}

/// <summary>Tokens given through, and the likeliest next ones; also call by call.</summary>
[Network, Dim("T", Max = 12), Decode(12)]
public partial class NextToken
{
    private static (Tokens Given, Tokens Next) Define([Shape("T")] Tokens text) => (text, text.Embedding(19, 8).GptBlock(2).Linear(19).ArgMax(-1).ToTokens());
}

/// <summary>Tokens given through, twice unless a call says others, beside what is computed of them.</summary>
[Network]
public partial class GivenThrough
{
    private static (Tokens Same, Tensor Next, Tokens Again) Define([Shape(3)] Tokens x, [Shape(3)] Tensor? others) => (x, x.ToTensor() + 1, others is null ? x : others.ToTokens());
}

/// <summary>Numbers that are not whole.</summary>
[Network]
public partial class Fractions
{
    private static (Tokens Integers, Tensor Numbers, Tensor OneHot) Define([Shape] Tensor x) => (x.ToTokens(), x.ToTokens().ToTensor(), x.ToTokens().OneHot(3));
}
