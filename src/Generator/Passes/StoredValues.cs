using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// A guess, before anything is fused, at which values of a training step will be in memory, and which of the others are
/// cheaper to compute again than to store.
/// </summary>
internal sealed class StoredValues
{
    /// <summary>How many functions are computed again at most, and how many of them may cost tens of instructions.</summary>
    private const int MaxChain = 8, MaxExpensive = 2;

    /// <summary>The batch for which sizes are compared, and the size from which it matters where a value lives.</summary>
    private const int Batch = 64, Small = 2048;

    private readonly Graph graph;
    private readonly CancellationToken cancellation;
    private readonly long[] sizes;
    private readonly int[] sources;
    private readonly bool[] isStored;
    private readonly bool[] isInline;
    private readonly bool[] isReadBackward;
    private readonly bool[] isReduced;
    private readonly int[] readers;

    public StoredValues(Graph graph, CancellationToken cancellation)
    {
        (this.graph, this.cancellation) = (graph, cancellation);
        var count = graph.Nodes.Count;
        (sizes, sources, readers) = (new long[count], new int[count], new int[count]);
        (isStored, isInline, isReadBackward, isReduced) = (new bool[count], new bool[count], new bool[count], new bool[count]);
        var isOperand = new bool[count];
        for (var id = 0; id < count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            var node = graph[id];
            sources[id] = node.Op is ReshapeOp ? sources[node.Inputs[0]] : id;
            sizes[id] = 1;
            for (var axis = 0; axis < node.Shape.FullRank; axis++) sizes[id] *= node.Shape.Dims[axis].AtMost(Batch);
            isInline[id] = node.Op is ConstantOp or SizeOp or IotaOp or RandomOp or PointwiseOp or ReshapeOp;
            for (var i = 0; i < node.Inputs.Count; i++)
            {
                isInline[id] &= isInline[node.Inputs[i]];
                if (node.Op is ReshapeOp) continue;
                var source = SourceOf(node.Inputs[i]);
                readers[source]++;
                isReadBackward[source] |= node.IsBackward;
                isReduced[source] |= node.Op is ReduceOp;
                isOperand[source] |= node.Op is not (PointwiseOp or ReduceOp) || IsSoughtAgain(node, source);
            }
        }

        foreach (var root in graph.Roots()) isOperand[SourceOf(root)] = true;
        for (var id = 0; id < count; id++)
        {
            // What one pointwise node reads of a contraction is part of its epilogue.
            isStored[id] = graph[id].Op switch
            {
                PointwiseOp => isOperand[id],
                ReshapeOp => false,
                ConvolutionOp or MatMulOp => isOperand[id] || isReduced[id] || readers[id] > 1,
                _ => !isInline[id],
            };
        }
    }

    /// <summary>
    /// For each value, whether its readers compute it again: those in the backward pass, or else every sum for itself. What is
    /// decided to be stored counts as stored for the values after it.
    /// </summary>
    public bool[] Recomputed(bool forBackward)
    {
        var recomputed = new bool[sizes.Length];
        var stored = (bool[])isStored.Clone();
        var maxSources = forBackward ? 2 : 1;
        for (var id = 0; id < recomputed.Length; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (graph[id].Op is not PointwiseOp || stored[id] || isInline[id] || sizes[id] < Small) continue;
            if (forBackward && graph[id].IsBackward) continue;
            var chain = new Chain(this, stored, sizes[id]);
            chain.Visit(id);
            var isShort = chain.Functions <= MaxChain && chain.Expensive <= MaxExpensive && chain.Sources.Count <= maxSources;
            recomputed[id] = chain.IsComplete && isShort;
            stored[id] = !recomputed[id] && (isReduced[id] || (forBackward ? isReadBackward[id] : readers[id] > 1));
        }

        return recomputed;
    }

    /// <summary>
    /// Whether the node looks for the largest elements of a value by comparing: they are found only if the value has the same
    /// bits as when the largest was taken, which a computation in other company does not promise.
    /// </summary>
    private bool IsSoughtAgain(Node node, int value) => node.Op is PointwiseOp { Function: ScalarFunction.Equal } &&
        node.Inputs.Any(input => graph[SourceOf(input)] is { Op: ReduceOp { Kind: ReduceKind.Max } } largest && SourceOf(largest.Inputs[0]) == value);

    /// <summary>The value of which <paramref name="id"/> is a view.</summary>
    public int SourceOf(int id) => sources[id];

    /// <summary>What it takes to compute a value from those in memory.</summary>
    private sealed class Chain(StoredValues values, bool[] stored, long size)
    {
        private readonly List<int> visited = [];

        public int Functions { get; private set; }

        public int Expensive { get; private set; }

        /// <summary>The values of similar size that are read.</summary>
        public List<int> Sources { get; } = [];

        /// <summary>Whether everything it starts from is in memory.</summary>
        public bool IsComplete { get; private set; } = true;

        public void Visit(int id)
        {
            id = values.SourceOf(id);
            if (Functions > MaxChain || values.isInline[id]) return;
            if (values.graph[id].Op is PointwiseOp pointwise && !stored[id] && values.sizes[id] >= Small)
            {
                if (visited.Contains(id)) return;
                visited.Add(id);
                Functions++;
                if (ScalarTable.Of(pointwise.Function).IsExpensive) Expensive++;
                var inputs = values.graph[id].Inputs;
                for (var i = 0; i < inputs.Count; i++) Visit(inputs[i]);
            }
            else
            {
                // Small values are stored at no cost worth counting.
                IsComplete &= stored[id] || values.sizes[id] < Small;
                if (values.sizes[id] * 2 > size && !Sources.Contains(id)) Sources.Add(id);
            }
        }
    }
}
