using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// While training, a value that only pointwise work of the backward pass reads is computed again there, from what is in memory
/// anyway, rather than stored. The same is done for sums across samples, which then need no pass of their own over the data to
/// prepare their argument. Sharing common values after this pass would undo it.
/// </summary>
internal static class RecomputePointwise
{
    public const string Name = nameof(RecomputePointwise);

    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        var storage = new StoredValues(graph, cancellation);
        var (forBackward, forSums) = (storage.Recomputed(forBackward: true), storage.Recomputed(forBackward: false));
        var inBackward = new Dictionary<int, int>();
        return GraphCopy.Run(graph, (copy, id) =>
        {
            var node = graph[id];
            var isSum = IsAcrossRows(node);
            if (!node.IsBackward && !isSum) return copy.Copy(id);
            var (recomputed, clones) = isSum ? (forSums, []) : (forBackward, inBackward);
            var inputs = new int[node.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++) inputs[i] = Clone(copy, storage, node.Inputs[i], recomputed, clones);
            return copy.Copy(id, inputs);
        }, cancellation);
    }

    /// <summary>A sum along the batch, which no loop over rows can compute on the way.</summary>
    private static bool IsAcrossRows(Node node) =>
        node.Op is ReduceOp reduce && reduce.Axes[0] == 0 && !reduce.Axes.Contains(node.Shape.FullRank - 1);

    /// <summary>Copies the chain of functions that ends in <paramref name="id"/>, as far as it is recomputed: no longer than <see cref="StoredValues"/> lets it be.</summary>
    private static int Clone(GraphCopy copy, StoredValues storage, int id, bool[] recomputed, Dictionary<int, int> clones)
    {
        if (!recomputed[storage.SourceOf(id)]) return copy[id];
        if (clones.TryGetValue(id, out var clone)) return clone;
        var node = copy.Source[id];
        var inputs = new int[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = Clone(copy, storage, node.Inputs[i], recomputed, clones);
        var added = copy.Builder.Append(node with { Inputs = new(inputs), IsBackward = copy.Builder.IsBackward });
        clones.Add(id, added);
        return added;
    }
}
