using Sinter.Generator.LoweredOps;
using Sinter.Generator.Programs;
using Sinter.Generator.Scalars;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>Turns the nodes of one group into a loop body.</summary>
internal sealed class BodyBuilder
{
    private readonly ValueGraph values;
    private readonly BufferTable buffers;
    private readonly Group group;
    private readonly HashSet<int> members;
    private readonly List<BodyValue> body = [];
    private readonly List<BodyOperand> operands = [];
    private readonly List<BodyStore> stores = [];
    private readonly Dictionary<int, int> valueOfNode = [];
    private readonly Dictionary<int, int> operandOfBuffer = [];
    private readonly Dictionary<(int Source, Access Access, bool IsPerRow), int> inline = [];
    private readonly Dictionary<BodyValue, int> shared = [];

    public BodyBuilder(ValueGraph values, BufferTable buffers, Group group)
    {
        (this.values, this.buffers, this.group) = (values, buffers, group);
        members = [.. group.Nodes];
        if (group.Kind == GroupKind.Kernel) valueOfNode[group.Anchor] = Add(new BodyValue(BodyKind.Sum) { Hint = "sum" });
    }

    private Graph Graph => values.Graph;

    /// <summary>The body of a fused loop.</summary>
    public LoopBody Loop()
    {
        AddNodes();
        foreach (var id in group.Nodes)
        {
            if (IsStored(id)) Store(id);
        }

        Spill();
        return Build();
    }

    /// <summary>The body of an epilogue; it returns the value of the last node that is stored, and stores the others itself.</summary>
    public LoopBody Epilogue(out int primary)
    {
        AddNodes();
        var stored = group.Nodes.Where(IsStored).ToList();
        primary = stored[stored.Count - 1];
        foreach (var id in stored.Take(stored.Count - 1)) Store(id);
        var columns = (int)group.Lanes.Factor;
        var run = Graph[group.Anchor].Op is LoweredConvolutionOp { IsDepthwise: false } convolution ? columns / convolution.Groups : columns;
        return Build() with { Result = valueOfNode[primary], ColumnRun = run };
    }

    /// <summary>The body of a reduction across rows: what is accumulated.</summary>
    public LoopBody Reduction()
    {
        foreach (var id in group.Nodes)
        {
            if (id != group.Anchor) AddNode(id);
        }

        var result = Input(group.Anchor, 0);
        return Build() with { Result = result };
    }

    private LoopBody Build() => new(group.Rows, group.Lanes, operands.ToEquatableArray(), body.ToEquatableArray(), stores.ToEquatableArray())
    {
        NeedsExactStores = operands.Any(operand => operand.IsWritten && buffers.NeedsExactStores(operand.Buffer)),
    };

    private void AddNodes()
    {
        foreach (var id in group.Nodes)
        {
            if (!valueOfNode.ContainsKey(id)) AddNode(id);
        }
    }

    private void AddNode(int id)
    {
        var node = Graph[id];
        valueOfNode[id] = node.Op switch
        {
            PointwiseOp op => Add(new BodyValue(BodyKind.Function)
            {
                Function = op.Function,
                Arguments = Enumerable.Range(0, node.Inputs.Count).Select(index => Input(id, index)).ToEquatableArray(),
                IsPerRow = IsPerRow(id),
                Hint = buffers.Names.Hint(id),
            }),
            ExpandOp => Input(id, 0),
            ReduceOp op => Add(new BodyValue(BodyKind.Reduce)
            {
                Reduction = op.Kind,
                Arguments = EquatableArray.Of(Input(id, 0)),
                IsPerRow = true,
                Hint = op.Kind == ReduceKind.Max ? "max" : "sum",
            }),
            _ => throw new InvalidOperationException($"{node.Op.Name} has no place in a loop."),
        };
    }

    private bool IsPerRow(int id) => values.CountOf(id) != group.Rows * group.Lanes;

    private bool IsStored(int id) => values.IsRead(id, outside: members);

    private int Input(int user, int index)
    {
        var source = values.SourceOf(Graph[user].Inputs[index]);
        if (valueOfNode.TryGetValue(source, out var value)) return value;
        var isReduce = Graph[user].Op is ReduceOp;
        var access = isReduce ? Access.Of(Graph[Graph[user].Inputs[index]].Shape, Graph[Graph[user].Inputs[index]].Shape) : values.AccessOf(user, index);
        return Outside(source, access, !isReduce && IsPerRow(user));
    }

    private int Outside(int source, Access access, bool isPerRow)
    {
        if (!values.IsInline(source)) return Read(source, access, isPerRow);
        Postorder.Visit(
            source, id => inline.ContainsKey((values.SourceOf(id), access, isPerRow)), id => Graph[values.SourceOf(id)].Inputs,
            id => inline[(values.SourceOf(id), access, isPerRow)] = Read(values.SourceOf(id), access, isPerRow));
        return inline[(source, access, isPerRow)];
    }

    private int Read(int source, Access access, bool isPerRow)
    {
        var node = Graph[source];
        switch (node.Op)
        {
            case ConstantOp constant:
                return Add(new BodyValue(BodyKind.Constant) { Number = constant.Value, IsPerRow = true });
            case SizeOp size:
                return Add(new BodyValue(BodyKind.Size) { Size = Extent.Of(size.Dims), IsPerRow = true });
            case IotaOp iota when node.Shape.Dims[iota.Axis].IsOne:
                // The only position, also where a larger value reads it everywhere.
                return Add(new BodyValue(BodyKind.Constant) { Number = 0, IsPerRow = true });
            case IotaOp:
                if (node.Shape.Dims.Count(dim => !dim.IsOne) > 1) throw new NotSupportedException("A position along one of several axes.");
                return Add(new BodyValue(BodyKind.Iota) { Access = access, IsPerRow = isPerRow, Hint = "position" });
            case RandomOp random:
                var keys = Operand(buffers.Keys(random.Stream), DataType.Int32, "keys", isWritten: false);
                return Add(new BodyValue(BodyKind.Random) { Access = access, Operand = keys, IsPerRow = isPerRow, Hint = "uniform" });
            case PointwiseOp op when values.IsInline(source):
                var arguments = node.Inputs.Select(input => inline[(values.SourceOf(input), access, isPerRow)]).ToEquatableArray();
                return Add(new BodyValue(BodyKind.Function) { Function = op.Function, Arguments = arguments, IsPerRow = isPerRow, Hint = buffers.Names.Hint(source) });
            default:
                var operand = Operand(buffers.Of(source), node.Type, buffers.Names.Role(source), isWritten: false);
                return Add(new BodyValue(BodyKind.Load) { Operand = operand, Access = access, IsPerRow = isPerRow, Hint = buffers.Names.Role(source) });
        }
    }

    private void Store(int id)
    {
        var operand = Operand(buffers.Of(id), DataType.Float32, buffers.Names.Role(id), isWritten: true);
        stores.Add(new BodyStore(valueOfNode[id], operand, IsPerRow(id)));
    }

    // What is costly to compute and needed again after a reduction over the row is kept in memory of the step's own.
    private void Spill()
    {
        var levels = new int[body.Count];
        var isCostly = new bool[body.Count];
        for (var index = 0; index < body.Count; index++)
        {
            foreach (var argument in body[index].Arguments)
            {
                levels[index] = Math.Max(levels[index], levels[argument]);
                isCostly[index] |= isCostly[argument] && body[index].Kind == BodyKind.Function;
            }

            if (body[index].Kind == BodyKind.Reduce) levels[index]++;
            if (body[index].IsPerRow) isCostly[index] = false;
            else if (body[index].Kind == BodyKind.Function) isCostly[index] |= ScalarTable.Of(body[index].Function).IsExpensive;
        }

        var kept = new HashSet<int>(stores.Select(store => store.Value));
        var seen = new HashSet<(int Value, int Level)>();
        void Walk(int root)
        {
            var level = levels[root];
            var pending = new Stack<int>([root]);
            while (pending.Count > 0)
            {
                var value = pending.Pop();
                if (body[value].Kind != BodyKind.Function || body[value].IsPerRow || !seen.Add((value, level))) continue;
                if (levels[value] < level && isCostly[value]) Keep(value);
                else foreach (var argument in body[value].Arguments.Reverse()) pending.Push(argument);
            }
        }

        void Keep(int value)
        {
            if (!kept.Add(value)) return;
            var operand = Operand(buffers.Temporary(body[value].Hint, group.Rows * group.Lanes), DataType.Float32, body[value].Hint + "Row", isWritten: true);
            stores.Add(new BodyStore(value, operand, IsPerRow: false));
        }

        var roots = stores.Select(store => store.Value).Concat(body.Where(value => value.Kind == BodyKind.Reduce).Select(value => value.Arguments[0])).ToList();
        foreach (var root in roots) Walk(root);
    }

    private int Operand(int buffer, DataType type, string name, bool isWritten)
    {
        if (operandOfBuffer.TryGetValue(buffer, out var known))
        {
            if (isWritten) operands[known] = operands[known] with { IsWritten = true };
            return known;
        }

        operands.Add(new BodyOperand(buffer, type, name, isWritten));
        return operandOfBuffer[buffer] = operands.Count - 1;
    }

    private int Add(BodyValue value)
    {
        if (shared.TryGetValue(value, out var existing)) return existing;
        body.Add(value);
        shared[value] = body.Count - 1;
        return body.Count - 1;
    }
}
