using Sinter.Graphs;

namespace Sinter;

/// <summary>What becomes of the losses of all elements or labels, as PyTorch's <c>reduction</c> says it.</summary>
public enum Reduction
{
    /// <summary>Their mean. Where labels or classes have weights, their sum divided by the sum of the weights.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum divided by the number of samples, which of a divergence is the one that the batch's size does not change.</summary>
    BatchMean,

    /// <summary>All of them as they are: a value to be weighted, masked or reduced by the definition, which has to return a single number.</summary>
    None,
}

/// <summary>Losses as one number.</summary>
internal static class Reductions
{
    /// <summary>Refuses what is no reduction.</summary>
    public static void Check(string layer, Reduction reduction)
    {
        if (reduction is not (Reduction.Mean or Reduction.Sum or Reduction.BatchMean or Reduction.None))
            throw Require.Error(DiagnosticIds.Range, $"{layer}: {reduction} is not a Reduction; use Mean, Sum, BatchMean or None.");
    }

    /// <summary>The losses of all elements as one number, or as they are.</summary>
    public static Tensor Reduced(this Tensor each, Reduction reduction) => reduction switch
    {
        Reduction.Mean => each.Mean(),
        Reduction.Sum => each.Sum(),
        Reduction.BatchMean => each.Shape.IsBatched ? each.Sum() / each.With(each.Builder.Add(new SizeOp(new([Dim.Batch])))) : each.Sum(),
        _ => each,
    };
}
