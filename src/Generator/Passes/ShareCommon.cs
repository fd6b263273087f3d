using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Values that are computed twice are computed once. Where an order of operands does not matter it is no difference.</summary>
internal static class ShareCommon
{
    public const string Name = nameof(ShareCommon);

    public static Graph Run(Graph graph, CancellationToken cancellation = default)
    {
        var known = new Dictionary<Key, int>(graph.Nodes.Count);
        return GraphCopy.Run(graph, (copy, id) =>
        {
            var inputs = copy.Inputs(id);
            var key = new Key(graph[id].Op, inputs);
            if (known.TryGetValue(key, out var same)) return same;
            var added = copy.Copy(id, inputs);
            known.Add(key, added);
            return added;
        }, cancellation);
    }

    /// <summary>Op and inputs, the latter sorted where their order does not matter.</summary>
    private readonly struct Key : IEquatable<Key>
    {
        private readonly Op op;
        private readonly int[] inputs;
        private readonly int hash;

        public Key(Op op, int[] inputs)
        {
            if (op is PointwiseOp pointwise && ScalarTable.Of(pointwise.Function).IsCommutative && inputs[0] > inputs[1]) inputs = [inputs[1], inputs[0]];
            (this.op, this.inputs) = (op, inputs);
            hash = op.GetHashCode();
            foreach (var input in inputs) hash = unchecked((hash * 31) + input);
        }

        public bool Equals(Key other)
        {
            if (hash != other.hash || inputs.Length != other.inputs.Length) return false;
            for (var i = 0; i < inputs.Length; i++)
            {
                if (inputs[i] != other.inputs[i]) return false;
            }

            return op.Equals(other.op);
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => hash;
    }
}
