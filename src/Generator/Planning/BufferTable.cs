using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>The memory of a program while its steps are being listed: one entry a stored value, with the steps between which it lives.</summary>
internal sealed class BufferTable
{
    private readonly ValueGraph values;
    private readonly Dictionary<string, long> parameters;
    private readonly Dictionary<string, long> states;
    private readonly List<PlannedBuffer> buffers;
    private readonly Dictionary<int, int> bufferOfSource = [];
    private readonly Dictionary<int, int> bufferOfStream;
    private readonly Dictionary<(int Scan, int Index), int> resultsOfNode = [];
    private readonly Dictionary<int, int> gradientOf = [];
    private readonly Dictionary<int, int> stateOf = [];
    private readonly Func<int, bool> isPrepared;
    private readonly Position position;

    public BufferTable(ValueGraph values, ParameterLayout layout, Func<int, bool> isPrepared)
    {
        (this.values, this.isPrepared) = (values, isPrepared);
        parameters = layout.Parameters.ToDictionary(slot => slot.Key, slot => slot.Offset, StringComparer.Ordinal);
        states = layout.States.ToDictionary(slot => slot.Key, slot => slot.Offset, StringComparer.Ordinal);
        (buffers, bufferOfStream, position) = ([], [], new Position());
        Names = new NodeNames(values.Graph);
        foreach (var gradient in values.Graph.Gradients) gradientOf[values.SourceOf(gradient.Gradient)] = gradient.Parameter;
        foreach (var update in values.Graph.Updates) stateOf[values.SourceOf(update.Value)] = update.State;
    }

    /// <summary>The table for the body of a scan: its buffers are those of the program, and live while the scan runs.</summary>
    public BufferTable(ValueGraph values, BufferTable outer)
    {
        (this.values, parameters, states, isPrepared) = (values, outer.parameters, outer.states, _ => false);
        (buffers, bufferOfStream, position) = (outer.buffers, outer.bufferOfStream, outer.position);
        Names = NodeNames.OfBody(values.Graph);
    }

    public NodeNames Names { get; }

    /// <summary>The index of the step that is being listed.</summary>
    public int Step
    {
        get => position.Step;
        set => position.Step = value;
    }

    public IReadOnlyList<PlannedBuffer> All => buffers;

    /// <summary>The number of random streams the program draws from.</summary>
    public int Streams => bufferOfStream.Count == 0 ? 0 : bufferOfStream.Keys.Max() + 1;

    /// <summary>The buffer that holds a value. To ask is to use it in the current step.</summary>
    public int Of(int id)
    {
        var source = values.SourceOf(id);
        if (!bufferOfSource.TryGetValue(source, out var index))
        {
            index = values.Graph[source].Op switch
            {
                ScanResultOp part => View(source, part),
                ResultOp result => Result(values.Graph[source].Inputs[0], result.Index),
                _ => Added(Create(source)),
            };
            bufferOfSource[source] = index;
        }

        Touch(index);
        return index;
    }

    /// <summary>States which buffer holds a value.</summary>
    public void Provide(int id, int buffer) => bufferOfSource[id] = buffer;

    /// <summary>All that a scan keeps of one output of its body: of a total only its value so far.</summary>
    public int Kept(int scan, int index)
    {
        if (!resultsOfNode.TryGetValue((scan, index), out var buffer))
        {
            var shape = ((ScanOp)values.Graph[scan].Op).Kept(index);
            if (ScanTotals.IsTotal(values, scan, index)) shape = new Shape(new Dim[] { 1 }.Concat(shape.Dims.Skip(1)));
            var count = Extent.Of(shape);
            buffer = buffers.Count;
            buffers.Add(new PlannedBuffer($"{Names.Describe(scan)} {index}", count.IsBatched ? Storage.Batched : Storage.Fixed, -1, count.MaximumPerSample, Step, Step, shape.ToString()) { Count = count, Role = "kept" });
            resultsOfNode[(scan, index)] = buffer;
        }

        Touch(buffer);
        return buffer;
    }

    /// <summary>The buffer of one of several results of a node.</summary>
    public int Result(int id, int index)
    {
        if (!resultsOfNode.TryGetValue((id, index), out var buffer))
        {
            var node = values.Graph[id];
            var shape = ((MultipleOp)node.Op).Result(index, node.Inputs.Select(input => values.Graph[input].Shape).ToArray());
            var count = Extent.Of(shape);
            buffer = Added(new PlannedBuffer($"{Names.Describe(id)} {index}", count.IsBatched ? Storage.Batched : Storage.Fixed, -1, count.MaximumPerSample, Step, Step, shape.ToString()) { Count = count, Role = Names.Role(id) });
            resultsOfNode[(id, index)] = buffer;
        }

        Touch(buffer);
        return buffer;
    }

    /// <summary>
    /// A part of another buffer: an entry along its first axis, which may move on with the steps of a scan, or as many entries as make
    /// <paramref name="count"/> floats.
    /// </summary>
    public int Part(int whole, Dim start, Shape entry, string? step, string name, Extent? count = null)
    {
        buffers.Add(new PlannedBuffer(name, buffers[whole].Storage, -1, Extent.Of(entry).MaximumPerSample, Step, Step, entry.ToString())
        {
            Base = whole, Start = start, Stride = Extent.Of(entry), Step = step, Count = count ?? Extent.Of(entry),
        });
        return buffers.Count - 1;
    }

    /// <summary>Memory for the current step alone.</summary>
    public int Temporary(string name, Extent count)
    {
        buffers.Add(new PlannedBuffer(name + " (temporary)", count.IsBatched ? Storage.Batched : Storage.Fixed, -1, count.MaximumPerSample, Step, Step, count.ToString()) { Count = count, Role = NodeNames.Identifier(name.Replace(' ', '.')) });
        return buffers.Count - 1;
    }

    /// <summary>The keys of a random stream.</summary>
    public int Keys(int stream)
    {
        if (!bufferOfStream.TryGetValue(stream, out var index))
        {
            index = buffers.Count;
            buffers.Add(new PlannedBuffer($"random stream {stream}", Storage.Keys, stream, 2, 0, int.MaxValue, "[2]") { Count = 2, Role = "keys" });
            bufferOfStream[stream] = index;
        }

        return index;
    }

    /// <summary>
    /// Whether nothing may be written behind the buffer's elements: optimizers and norms walk over the padding of gradients,
    /// and behind a part of another buffer lies the next part, which a scan that runs backward has written already.
    /// </summary>
    public bool NeedsExactStores(int buffer) => buffers[buffer].Base is not null
        ? buffers[buffer].Stride.Factor % ParameterLayout.Alignment != 0
        : buffers[buffer].Storage is Storage.Gradient or Storage.NextState && buffers[buffer].Length % ParameterLayout.Alignment != 0;

    /// <summary>The buffer keeps its values from call to call, however many of them one has.</summary>
    public void KeepForever(int buffer) => buffers[buffer] = buffers[buffer] with { First = 0, Last = int.MaxValue, Count = buffers[buffer].Length };

    /// <summary>What is prepared of the weights and read from a step on is read so in every call. The rest only leads to it, and lends its memory.</summary>
    public void KeepPrepared(int from)
    {
        for (var index = 0; index < buffers.Count; index++)
        {
            if (buffers[index] is { Storage: Storage.Prepared, Base: null } buffer && buffer.Last >= from) buffers[index] = buffer with { Last = int.MaxValue };
        }
    }

    public void KeepToEnd(int buffer)
    {
        for (int? part = buffer; part is { } index; part = buffers[index].Base) buffers[index] = buffers[index] with { Last = int.MaxValue };
    }

    private void Touch(int touched)
    {
        for (int? part = touched; part is { } index; part = buffers[index].Base)
        {
            var buffer = buffers[index];
            buffers[index] = buffer with { First = Math.Min(buffer.First, Step), Last = Math.Max(buffer.Last, Step) };
        }
    }

    private int Added(PlannedBuffer buffer)
    {
        buffers.Add(buffer);
        return buffers.Count - 1;
    }

    private int View(int id, ScanResultOp result)
    {
        var whole = Kept(values.Graph[id].Inputs[0], result.Index);
        var start = ScanTotals.IsTotal(values, values.Graph[id].Inputs[0], result.Index) ? 0 : result.Start;
        return Part(whole, start, new Shape(result.Shape.Dims.Skip(1)), step: null, Names.Describe(id), Extent.Of(result.Shape));
    }

    private PlannedBuffer Create(int source)
    {
        var node = values.Graph[source];
        var count = values.CountOf(source);
        PlannedBuffer At(Storage storage, long offset) => new(Names.Describe(source), storage, offset, count.MaximumPerSample, Step, Step, node.Shape.ToString()) { Count = count, Role = Names.Role(source) };
        return node.Op switch
        {
            ParameterOp op => At(Storage.Parameter, parameters[op.Key]),
            StateOp op => At(Storage.State, states[op.Key]),
            _ when gradientOf.TryGetValue(source, out var parameter) =>
                At(Storage.Gradient, parameters[((ParameterOp)values.Graph[parameter].Op).Key]) with { Name = "gradient of " + Names.Describe(parameter) },
            _ when stateOf.TryGetValue(source, out var state) =>
                At(Storage.NextState, states[((StateOp)values.Graph[state].Op).Key]) with { Name = "next " + Names.Describe(state) },
            _ when isPrepared(source) => At(Storage.Prepared, -1),
            _ => At(count.IsBatched ? Storage.Batched : Storage.Fixed, -1),
        };
    }

    /// <summary>The step that is being listed, shared with the tables of bodies.</summary>
    private sealed class Position
    {
        public int Step { get; set; }
    }
}
