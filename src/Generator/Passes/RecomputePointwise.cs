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

    /// <summary>How many functions are computed again at most, and how many of them may cost tens of instructions.</summary>
    private const int MaxChain = 8, MaxExpensive = 2;

    public static Graph Run(Graph graph)
    {
        var storage = new Storage(graph);
        var (forBackward, forReductions) = (Decide(graph, storage, backward: true), Decide(graph, storage, backward: false));
        var shared = new Dictionary<int, int>();
        return GraphCopy.Run(graph, (copy, id) =>
        {
            var node = graph[id];
            var isSum = IsAcrossRows(node);
            if (!node.IsBackward && !isSum) return copy.Copy(id);
            var clones = isSum ? [] : shared;
            var inputs = new int[node.Inputs.Count];
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = Clone(copy, node.Inputs[i], source => isSum ? forReductions[source] : forBackward[source] && !graph[source].IsBackward, isSum, clones);
            copy.Enter(id);
            return copy.Copy(id, inputs);
        });
    }

    /// <summary>A sum along the batch, which no loop over rows can compute on the way.</summary>
    private static bool IsAcrossRows(Node node) => node.Op is ReduceOp reduce && reduce.Axes[0] == 0 && !reduce.Axes.Contains(node.Shape.FullRank - 1);

    /// <summary>
    /// Copies the chain of functions that ends in <paramref name="id"/> as far as <paramref name="isRecomputed"/> says.
    /// A sum also takes copies of what lies between, so that nothing outside reads its argument.
    /// </summary>
    private static int Clone(GraphCopy copy, int id, Func<int, bool> isRecomputed, bool isSum, Dictionary<int, int> clones)
    {
        if (clones.TryGetValue(id, out var clone)) return clone;
        var node = copy.Source[id];
        var isView = node.Op is ReshapeOp;
        var follows = node.Op is PointwiseOp ? isRecomputed(id) : isView && LeadsToRecomputed(copy.Source, id, isRecomputed);
        if (!follows) return copy[id];
        var inputs = new int[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = Clone(copy, node.Inputs[i], isRecomputed, isSum, clones);
        var isBackward = copy.Builder.IsBackward;
        copy.Builder.CurrentLayer = node.Layer;
        var added = copy.Builder.Append(node with { Inputs = new(inputs), IsBackward = isBackward });
        clones.Add(id, added);
        return added;
    }

    private static bool LeadsToRecomputed(Graph graph, int id, Func<int, bool> isRecomputed)
    {
        while (graph[id].Op is ReshapeOp) id = graph[id].Inputs[0];
        return graph[id].Op is PointwiseOp && isRecomputed(id);
    }

    /// <summary>For each node, whether its readers compute it again. What is decided to be stored counts as stored for those after it.</summary>
    private static bool[] Decide(Graph graph, Storage storage, bool backward)
    {
        var recomputed = new bool[graph.Nodes.Count];
        var stored = (bool[])storage.IsStored.Clone();
        for (var id = 0; id < recomputed.Length; id++)
        {
            if (graph[id].Op is not PointwiseOp || stored[id] || storage.IsInline[id]) continue;
            if (backward && graph[id].IsBackward) continue;
            var chain = new ChainCost(graph, storage, stored);
            chain.Visit(id);
            var fits = chain.IsComplete && chain.Functions <= MaxChain && chain.Expensive <= MaxExpensive && chain.LargeSources <= (backward ? 2 : 1);
            recomputed[id] = fits;
            if (!fits && (backward ? storage.IsReadBackward[id] : storage.Readers[id] > 1)) stored[id] = true;
        }

        return recomputed;
    }

    /// <summary>What it takes to compute a value from those in memory.</summary>
    private sealed class ChainCost(Graph graph, Storage storage, bool[] stored)
    {
        private readonly HashSet<int> visited = [];
        private long largest;

        public int Functions { get; private set; }

        public int Expensive { get; private set; }

        public int LargeSources { get; private set; }

        /// <summary>Whether every source is in memory.</summary>
        public bool IsComplete { get; private set; } = true;

        public void Visit(int id)
        {
            if (!visited.Add(id) || Functions > MaxChain) return;
            if (largest == 0) largest = Size(id);
            var node = graph[id];
            if (storage.IsInline[id]) return;
            if (node.Op is ReshapeOp && !stored[id])
            {
                Visit(node.Inputs[0]);
            }
            else if (stored[id] || node.Op is not PointwiseOp)
            {
                IsComplete &= stored[id];
                if (Size(id) * 2 > largest) LargeSources++;
            }
            else
            {
                Functions++;
                if (((PointwiseOp)node.Op).Function.IsExpensive()) Expensive++;
                foreach (var input in node.Inputs) Visit(input);
            }
        }

        private long Size(int id) => graph[id].Shape.Dims.Aggregate(1L, (product, dim) => product * dim.Evaluate(64));
    }

    /// <summary>What is in memory whatever this pass does.</summary>
    private sealed class Storage
    {
        public Storage(Graph graph)
        {
            var count = graph.Nodes.Count;
            (IsStored, IsInline, IsReadBackward, Readers) = (new bool[count], new bool[count], new bool[count], new int[count]);
            var otherReaders = new bool[count];
            for (var id = 0; id < count; id++)
            {
                var node = graph[id];
                IsInline[id] = node.Op is ConstantOp or SizeOp or IotaOp or RandomOp || (node.Op is PointwiseOp or ReshapeOp && node.Inputs.All(input => IsInline[input]));
                foreach (var input in node.Inputs)
                {
                    for (var source = input; ; source = graph[source].Inputs[0])
                    {
                        Readers[source]++;
                        IsReadBackward[source] |= node.IsBackward;
                        otherReaders[source] |= node.Op is not (PointwiseOp or ReshapeOp or ReduceOp);
                        if (graph[source].Op is not ReshapeOp) break;
                    }
                }
            }

            foreach (var root in graph.Roots())
            {
                for (var source = root; ; source = graph[source].Inputs[0])
                {
                    otherReaders[source] = true;
                    if (graph[source].Op is not ReshapeOp) break;
                }
            }

            for (var id = 0; id < count; id++)
            {
                // What one pointwise node reads of a contraction is part of its epilogue.
                IsStored[id] = graph[id].Op switch
                {
                    PointwiseOp => otherReaders[id],
                    ReshapeOp => false,
                    ConvolutionOp or MatMulOp => otherReaders[id] || Readers[id] > 1,
                    _ => !IsInline[id],
                };
            }
        }

        public bool[] IsStored { get; }

        public bool[] IsInline { get; }

        public bool[] IsReadBackward { get; }

        public int[] Readers { get; }
    }
}
