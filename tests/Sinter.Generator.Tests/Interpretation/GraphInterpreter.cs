using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpretation;

/// <summary>
/// Computes every value of a graph in double precision, one plain loop per primitive: what a compiled network is compared
/// with, and where central differences are taken.
/// </summary>
internal sealed partial class GraphInterpreter(Graph graph, int batch)
{
    private Values?[] computed = [];

    /// <summary>Whether phase-dependent values take their training form.</summary>
    public bool IsTraining { get; init; }

    /// <summary>Input values by argument, parameters and states by key. States that are missing have their initial value.</summary>
    public Dictionary<string, double[]> Leaves { get; } = new(StringComparer.Ordinal);

    /// <summary>The random number of an element of a stream.</summary>
    public Func<int, long, double> Random { get; init; } = (stream, _) => throw new NotSupportedException($"Random stream {stream} has no numbers.");

    /// <summary>The value of a node; computes what it needs the first time.</summary>
    public Values this[int id]
    {
        get
        {
            if (computed.Length == 0) computed = new Values?[graph.Nodes.Count];
            return computed[id] ??= Checked(id, Compute(graph[id]));
        }
    }

    public double Loss => this[graph.Loss].Data[0];

    /// <summary>Forgets all values: the leaves have changed.</summary>
    public void Reset() => computed = [];

    private Values Checked(int id, Values value)
    {
        var expected = Values.Bind(graph[id].Shape, batch);
        if (!expected.SequenceEqual(value.Extents))
            throw new InvalidOperationException($"Node {id} {graph[id].Op.Name} is [{string.Join(", ", value.Extents)}] but should be {graph[id].Shape}.");
        return value;
    }

    private Values Compute(Node node)
    {
        // A phase reads only one of its inputs: the other may be undefined.
        if (node.Op is PhaseOp) return this[node.Inputs[IsTraining ? 0 : 1]];
        var inputs = node.Inputs.Select(input => this[input]).ToArray();
        var extents = Values.Bind(node.Shape, batch);
        return node.Op switch
        {
            InputOp op => Leaf(op.Argument, extents),
            ParameterOp op => Leaf(op.Key, extents),
            StateOp op => Leaves.ContainsKey(op.Key) ? Leaf(op.Key, extents) : Filled(extents, _ => op.Initial),
            ConstantOp op => Filled(extents, _ => op.Value),
            TableOp op => new Values(extents, [.. op.Values.Select(value => (double)value)]),
            IotaOp op => Filled(extents, index => index[op.Axis]),
            SizeOp op => Filled(extents, _ => op.Dims.Aggregate(1.0, (product, dim) => product * dim.Evaluate(batch))),
            RandomOp op => Numbered(extents, element => Random(op.Stream, element)),
            DetachOp => inputs[0],
            PointwiseOp op => Pointwise(op, inputs, extents),
            ReduceOp op => Reduce(op, inputs[0], extents),
            MatMulOp op => MatMul(op, inputs[0], inputs[1], extents),
            ConvolutionOp op => Convolution(op, inputs[0], inputs[1], extents),
            ConvolutionWeightGradientOp op => ConvolutionWeightGradient(op, inputs[0], inputs[1], extents),
            PoolOp op => Pool(op, inputs[0], extents),
            MaxPoolGradientOp op => MaxPoolGradient(op, inputs[0], inputs[2]),
            AveragePoolGradientOp op => AveragePoolGradient(op, inputs[0], extents),
            GatherOp => Gather(inputs[0], inputs[1], extents),
            ScatterAddOp => ScatterAdd(inputs[0], inputs[1], extents),
            ReshapeOp => new Values(extents, inputs[0].Data),
            MovementOp op => Move(op, inputs, extents),
            var op => throw new NotSupportedException($"{op.Name} has no double-precision twin."),
        };
    }

    private Values Leaf(string key, int[] extents)
    {
        if (!Leaves.TryGetValue(key, out var data)) throw new InvalidOperationException($"'{key}' has no value.");
        return data.Length == Values.Count(extents) ? new Values(extents, data) : throw new InvalidOperationException($"'{key}' has {data.Length} elements for [{string.Join(", ", extents)}].");
    }

    private static Values Filled(int[] extents, Func<int[], double> value)
    {
        var result = new Values(extents);
        foreach (var index in Values.Indices(extents)) result[index] = value(index);
        return result;
    }

    private static Values Numbered(int[] extents, Func<long, double> value)
    {
        var result = new Values(extents);
        for (var i = 0; i < result.Data.Length; i++) result.Data[i] = value(i);
        return result;
    }

    private static Values Pointwise(PointwiseOp op, Values[] inputs, int[] extents) => Filled(extents, index =>
    {
        Span<double> operands = [0, 0, 0];
        for (var i = 0; i < inputs.Length; i++) operands[i] = Broadcast(inputs[i], index);
        return ScalarMath.Apply(op.Function, operands[0], operands[1], operands[2]);
    });

    /// <summary>The element at an index of the broadcast shape: along axes of extent 1 there is only one.</summary>
    private static double Broadcast(Values input, int[] index)
    {
        Span<int> own = stackalloc int[index.Length];
        for (var axis = 0; axis < index.Length; axis++) own[axis] = input.Extents[axis] == 1 ? 0 : index[axis];
        return input[own];
    }

    private static Values Reduce(ReduceOp op, Values input, int[] extents)
    {
        var result = Filled(extents, _ => op.Kind == ReduceKind.Sum ? 0 : double.NegativeInfinity);
        foreach (var index in Values.Indices(input.Extents))
        {
            var target = index.Select((position, axis) => op.Axes.Contains(axis) ? 0 : position).ToArray();
            ref var total = ref result[target];
            total = op.Kind == ReduceKind.Sum ? total + input[index] : Math.Max(total, input[index]);
        }

        return result;
    }
}
