using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Lowering;

/// <summary>The memory of a program while its steps are being listed: one entry a stored value, with the steps between which it lives.</summary>
internal sealed class BufferTable
{
    private readonly ValueGraph values;
    private readonly ParameterLayout layout;
    private readonly List<PlannedBuffer> buffers = [];
    private readonly Dictionary<int, int> bufferOfSource = [];
    private readonly Dictionary<int, int> bufferOfStream = [];
    private readonly Dictionary<int, int> gradientOf = [];
    private readonly Dictionary<int, int> stateOf = [];
    private readonly Func<int, bool> isPrepared;

    public BufferTable(ValueGraph values, ParameterLayout layout, Func<int, bool> isPrepared)
    {
        (this.values, this.layout, this.isPrepared) = (values, layout, isPrepared);
        Names = new NodeNames(values.Graph);
        foreach (var gradient in values.Graph.Gradients) gradientOf[values.SourceOf(gradient.Gradient)] = gradient.Parameter;
        foreach (var update in values.Graph.Updates) stateOf[values.SourceOf(update.Value)] = update.State;
    }

    public NodeNames Names { get; }

    /// <summary>The index of the step that is being listed.</summary>
    public int Step { get; set; }

    public IReadOnlyList<PlannedBuffer> All => buffers;

    /// <summary>The number of random streams the program draws from.</summary>
    public int Streams => bufferOfStream.Count == 0 ? 0 : bufferOfStream.Keys.Max() + 1;

    /// <summary>The buffer that holds a value. To ask is to use it in the current step.</summary>
    public int Of(int id)
    {
        var source = values.SourceOf(id);
        if (!bufferOfSource.TryGetValue(source, out var index))
        {
            index = buffers.Count;
            buffers.Add(Create(source));
            bufferOfSource[source] = index;
        }

        Touch(index);
        return index;
    }

    /// <summary>Memory for the current step alone.</summary>
    public int Temporary(string name, Extent count)
    {
        buffers.Add(new PlannedBuffer(name + " (temporary)", count.IsConstant ? Storage.Fixed : Storage.Batched, -1, count.Factor, Step, Step, count.ToString()));
        return buffers.Count - 1;
    }

    /// <summary>The keys of a random stream.</summary>
    public int Keys(int stream)
    {
        if (!bufferOfStream.TryGetValue(stream, out var index))
        {
            index = buffers.Count;
            buffers.Add(new PlannedBuffer($"random stream {stream}", Storage.Keys, stream, 2, 0, int.MaxValue, "[2]"));
            bufferOfStream[stream] = index;
        }

        return index;
    }

    /// <summary>Whether padding behind the buffer's elements must stay zero: optimizers and norms walk over it.</summary>
    public bool NeedsExactStores(int buffer) =>
        buffers[buffer].Storage is Storage.Gradient or Storage.NextState && buffers[buffer].Length % ParameterLayout.Alignment != 0;

    public void KeepToEnd(int buffer) => buffers[buffer] = buffers[buffer] with { Last = int.MaxValue };

    private void Touch(int index)
    {
        var buffer = buffers[index];
        buffers[index] = buffer with { First = Math.Min(buffer.First, Step), Last = Math.Max(buffer.Last, Step) };
    }

    private PlannedBuffer Create(int source)
    {
        var node = values.Graph[source];
        var count = values.CountOf(source);
        PlannedBuffer At(Storage storage, long offset) => new(Names.Describe(source), storage, offset, count.Factor, Step, Step, node.Shape.ToString());
        return node.Op switch
        {
            ParameterOp op => At(Storage.Parameter, layout.OffsetOfParameter(op.Key)),
            StateOp op => At(Storage.State, layout.OffsetOfState(op.Key)),
            _ when gradientOf.TryGetValue(source, out var parameter) =>
                At(Storage.Gradient, layout.OffsetOfParameter(((ParameterOp)values.Graph[parameter].Op).Key)) with { Name = "gradient of " + Names.Describe(parameter) },
            _ when stateOf.TryGetValue(source, out var state) =>
                At(Storage.NextState, layout.OffsetOfState(((StateOp)values.Graph[state].Op).Key)) with { Name = "next " + Names.Describe(state) },
            _ when isPrepared(source) => At(Storage.Prepared, -1) with { Last = int.MaxValue },
            _ => At(count.IsConstant ? Storage.Fixed : Storage.Batched, -1),
        };
    }
}
