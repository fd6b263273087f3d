using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>
/// Evaluates any graph in double precision, one node after the other: the yardstick for passes, gradients and generated code.
/// </summary>
internal sealed class GraphInterpreter(Graph graph)
{
    private readonly Values[] values = new Values[graph.Nodes.Count];
    private readonly Dictionary<int, Values[]> results = [];

    /// <summary>In the body of a scan, what one step reads.</summary>
    public Values[] StepInputs { get; init; } = [];

    /// <summary>The size of the batch, and the values of symbols.</summary>
    public Bindings Bindings { get; init; } = 1;

    /// <summary>Which side of a <see cref="PhaseOp"/> counts, in a graph that still has some.</summary>
    public Phase Phase { get; init; } = Phase.Training;

    public ulong Seed { get; init; }

    public long Step { get; init; }

    /// <summary>Elements by the name of the argument.</summary>
    public Dictionary<string, double[]> Inputs { get; init; } = [];

    /// <summary>Elements by key, in the order of the parameter's shape.</summary>
    public Dictionary<string, double[]> Parameters { get; init; } = [];

    /// <summary>Elements by key; a state that is missing has its initial value.</summary>
    public Dictionary<string, double[]> States { get; init; } = [];

    /// <summary>Applied to what each node computes: stands for the rounding of an arithmetic with fewer digits.</summary>
    public Func<Op, Values[], Values, Values>? Rounding { get; set; }

    /// <summary>Whether a key of attention that is not finite spoils all of the rows that see it.</summary>
    public bool KeysSpoil { get; set; }

    /// <summary>Applied to every value that gradients stop at, in the order of evaluation.</summary>
    public Func<Values, Values>? Detached { get; set; }

    /// <summary>
    /// Whether what nothing reads any more is forgotten, unless it is an output, the loss, a gradient or the next value of a state: of a large
    /// network there is no room for all that it computes.
    /// </summary>
    public bool Forgets { get; init; }

    public Values this[int id] => values[id];

    public double Loss => values[graph.Loss!.Value].Data[0];

    /// <summary>A result as a call receives it: what is given as integers without what is behind the point.</summary>
    public Values Output(string name)
    {
        var output = graph.Outputs.Single(output => output.Name == name);
        var computed = values[output.Node];
        return output.Type == DataType.Float32 ? computed : computed with { Data = [.. computed.Data.Select(value => double.IsNaN(value) ? 0 : Math.Clamp(Math.Truncate(value), int.MinValue, int.MaxValue))] };
    }

    /// <summary>The next value of a state.</summary>
    public Values Update(string key) => values[graph.Updates.Single(update => ((StateOp)graph[update.State].Op).Key == key).Value];

    public Values Gradient(string key) =>
        values[graph.Gradients.Single(gradient => ((ParameterOp)graph[gradient.Parameter].Op).Key == key).Gradient];

    /// <summary>Evaluates every node.</summary>
    public GraphInterpreter Run()
    {
        var lastReaders = Forgets ? LastReaders() : null;
        for (var id = 0; id < values.Length; id++)
        {
            var node = graph[id];
            var inputs = node.Inputs.Select(input => values[input]).ToArray();
            if (Rounding is not null) inputs = AttentionEvaluator.Rounded(node.Op, inputs, value => Rounding(node.Op, [value], value));
            var dims = Values.Bind(node.Shape, Bindings);
            values[id] = node.Op switch
            {
                ScanOp scan => Scan(id, scan, inputs),
                AttentionOp attention => Several(id, AttentionEvaluator.Forward(attention, inputs, Uniform(attention.Stream), KeysSpoil)),
                AttentionGradientOp attention => Several(id, AttentionEvaluator.Gradient(attention, inputs, Uniform(attention.Forward.Stream))),
                ResultOp result => results[node.Inputs[0]][result.Index],
                ScanResultOp result => ScanEvaluator.Part(results[node.Inputs[0]][result.Index], (int)result.Start.Evaluate(Bindings.Of), dims),
                _ => Evaluate(node.Op, inputs, dims),
            };
            if (Rounding is not null) values[id] = Rounding(node.Op, inputs, values[id]);
            if (!values[id].Dims.SequenceEqual(dims) || values[id].Data.Length != Values.Count(dims))
                throw new InvalidOperationException($"Node {id}, {node.Op.Name}, has the shape {node.Shape} but its value [{string.Join(", ", values[id].Dims)}].");
            if (lastReaders is not null) Forget(id, node, lastReaders);
        }

        return this;
    }

    /// <summary>Of each node the last that reads it: itself if none does, and none if its value is kept.</summary>
    private int[] LastReaders()
    {
        int[] last = [.. Enumerable.Range(0, values.Length)];
        for (var id = 0; id < last.Length; id++)
        {
            foreach (var input in graph[id].Inputs) last[input] = id;
        }

        foreach (var root in graph.Roots()) last[root] = last.Length;
        return last;
    }

    private void Forget(int id, Node node, int[] lastReaders)
    {
        foreach (var place in node.Inputs.Append(id))
        {
            if (lastReaders[place] != id) continue;
            values[place] = null!;
            results.Remove(place);
        }
    }

    private Values Scan(int id, ScanOp op, Values[] inputs)
    {
        return Several(id, ScanEvaluator.Run(op, inputs, (int)op.Steps.Evaluate(Bindings.Of), Bindings, step =>
            new GraphInterpreter(op.Body) { Bindings = Bindings, Phase = Phase, Seed = Seed, Step = Step, Parameters = Parameters, States = States, Rounding = Rounding, Detached = Detached, StepInputs = step }.Run()));
    }

    private Values Several(int id, Values[] values)
    {
        results[id] = values;
        return Values.Zeros();
    }

    private Func<int, double> Uniform(int stream)
    {
        var keys = UniformEvaluator.Keys(Seed, Step, stream);
        return index => UniformEvaluator.Uniform(keys, index);
    }

    private Values Evaluate(Op op, Values[] inputs, int[] dims) => op switch
    {
        LeafOp leaf => Leaf(leaf, dims),
        PhaseOp => inputs[Phase == Phase.Training ? 0 : 1],
        DetachOp => Detached is null ? inputs[0] : Detached(inputs[0]),
        PointwiseOp pointwise => ArithmeticEvaluator.Pointwise(pointwise.Function, inputs, dims),
        ReduceOp reduce => ArithmeticEvaluator.Reduce(reduce.Kind, inputs[0], dims),
        MatMulOp matMul => ArithmeticEvaluator.MatMul(matMul, inputs[0], inputs[1], dims),
        GatherOp => ArithmeticEvaluator.Gather(inputs[0], inputs[1], dims),
        ScatterAddOp => ArithmeticEvaluator.ScatterAdd(inputs[0], inputs[1], dims),
        SelectRowsOp => SegmentEvaluator.SelectRows(inputs[0], inputs[1], dims),
        SegmentOp segment => SegmentEvaluator.Segment(segment.Kind, inputs[0], inputs[1], dims),
        ConvolutionOp convolution => ImageEvaluator.Convolution(convolution, inputs[0], inputs[1], dims),
        ConvolutionWeightGradientOp gradient => ImageEvaluator.WeightGradient(gradient, inputs[0], inputs[1], dims),
        PoolOp pool => ImageEvaluator.Pool(pool, inputs[0], dims),
        MaxPoolGradientOp gradient => ImageEvaluator.MaxPoolGradient(gradient, inputs[0], inputs[2], dims),
        AveragePoolGradientOp gradient => ImageEvaluator.AveragePoolGradient(gradient, inputs[0], dims),
        MovementOp movement => MovementEvaluator.Move(movement, inputs, dims, Bindings),
        _ => throw new NotSupportedException($"The interpreter does not know {op.Name}."),
    };

    private Values Leaf(LeafOp op, int[] dims) => op switch
    {
        InputOp input => Given("input", input.Argument, Inputs, dims),
        ParameterOp parameter => Given("parameter", parameter.Key, Parameters, dims),
        StateOp state => States.ContainsKey(state.Key) ? Given("state", state.Key, States, dims) : Values.Filled(state.Initial, dims),
        ConstantOp constant => Values.Filled(constant.Value, dims),
        TableOp table => new Values([.. table.Values.Select(value => (double)value)], dims),
        SizeOp size => Values.Filled(size.Dims.Aggregate(1.0, (product, dim) => product * dim.Evaluate(Bindings.Of)), dims),
        IotaOp iota => Indexed(dims, (index, strides) => index / strides[iota.Axis] % dims[iota.Axis]),
        RandomOp random => Random(random, dims),
        // Outside of a body, what is left over from building one: nothing wanted depends on it.
        StepInputOp step => StepInputs.Length == 0 ? Values.Zeros(dims) : StepInputs[step.Index],
        _ => throw new NotSupportedException($"The interpreter does not know {op.Name}."),
    };

    private Values Random(RandomOp op, int[] dims)
    {
        var keys = UniformEvaluator.Keys(Seed, Step, op.Stream);
        return Indexed(dims, (index, _) => UniformEvaluator.Uniform(keys, index));
    }

    private static Values Indexed(int[] dims, Func<int, int[], double> element)
    {
        var result = Values.Zeros(dims);
        var strides = result.Strides;
        for (var i = 0; i < result.Data.Length; i++) result.Data[i] = element(i, strides);
        return result;
    }

    private static Values Given(string kind, string name, Dictionary<string, double[]> given, int[] dims)
    {
        if (!given.TryGetValue(name, out var data)) throw new ArgumentException($"The {kind} '{name}' is not given.");
        if (data.Length != Values.Count(dims))
            throw new ArgumentException($"The {kind} '{name}' needs {Values.Count(dims)} elements, but gets {data.Length}.");
        return new Values(data, dims);
    }
}
