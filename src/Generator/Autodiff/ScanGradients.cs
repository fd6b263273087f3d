using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// Backpropagation through time (Werbos 1990): the gradient of a scan is a scan the other way. Its states are the gradients of
/// the states; it reads what the forward scan kept, or has it keep more.
/// </summary>
internal static class ScanGradients
{
    public static void Apply(BackwardStep step) => new ScanGradient(step.Walk, step.Output, step.Node).Apply();

    /// <summary>Which values of the body a parameter influences, given which values around the scan: states pass it on from step to step.</summary>
    public static bool[] Depends(ScanOp op, Node node, bool[] outer)
    {
        var body = op.Body;
        var result = new bool[body.Nodes.Count];
        var users = body.Users();
        var readers = Enumerable.Range(0, result.Length).ToLookup(id => body[id].Op is StepInputOp input ? input.Index : -1);
        var nextStates = Enumerable.Range(0, op.States).ToLookup(state => body.Outputs[state].Node);
        var pending = new Stack<int>();
        void Add(int id)
        {
            if (result[id]) return;
            result[id] = true;
            pending.Push(id);
        }

        for (var id = 0; id < result.Length; id++)
        {
            if (body[id].Op is StepInputOp input ? outer[node.Inputs[input.Index]] : Gradients.PassesOn(body[id], result)) Add(id);
        }

        while (pending.Count > 0)
        {
            var id = pending.Pop();
            foreach (var user in users[id].Where(user => Gradients.PassesOn(body[user], result))) Add(user);
            foreach (var reader in nextStates[id].SelectMany(state => readers[op.Sequences + state])) Add(reader);
        }

        return result;
    }
}

/// <summary>The gradient of one scan.</summary>
internal sealed class ScanGradient
{
    /// <summary>How many functions deep a value is computed again rather than kept.</summary>
    private const int MaxDepth = 3;

    // The product with a derivative of 1e-7 is still a normal number.
    private const float SmallestCarried = 1e-30f;

    // Inputs of the backward body are numbered for good once all are known.
    private const int FirstState = 1 << 20, FirstShared = 1 << 21;

    private readonly ReverseWalk outer;
    private readonly GraphBuilder builder;
    private readonly int scan;
    private readonly Node node;
    private readonly ScanOp op;
    private readonly Graph body;
    private readonly bool[] depends;
    private readonly ReverseWalk inner;
    private readonly GraphBuilder backward;
    private readonly Dictionary<int, int> map = [];
    private readonly List<int> sequences = [];
    private readonly List<int> shared = [];
    private readonly Dictionary<int, int> unread = [];
    private readonly List<GraphOutput> kept;
    private readonly Dictionary<int, int> placeOfKept = [];
    private readonly ILookup<int, (ScanResultOp View, int Gradient)> arriving;
    private readonly Dictionary<int, int> inputs = [];

    // Values of the backward step: those kept for all steps, and those added up from step to step.
    private readonly List<int> results = [], addedUp = [];
    private int reverseScan;

    public ScanGradient(ReverseWalk outer, int scan, Node node)
    {
        (this.outer, this.scan, this.node) = (outer, scan, node);
        builder = outer.Builder;
        op = (ScanOp)node.Op;
        body = op.Body;
        kept = body.Outputs.ToList();
        for (var index = kept.Count - 1; index >= 0; index--) placeOfKept[kept[index].Node] = index;
        for (var id = 0; id < body.Nodes.Count; id++)
        {
            if (body[id].Op is StepInputOp input) inputs[input.Index] = id;
        }

        arriving = outer.ResultsOf(scan).Select(result => (View: (ScanResultOp)result.View, result.Gradient)).ToLookup(result => result.View.Index);
        depends = ScanGradients.Depends(op, node, outer.Depends);
        inner = new ReverseWalk(body, depends, outer.Suspects.OfBody(op, node), builder.Cancellation);
        backward = new GraphBuilder { IsBackward = true, Cancellation = builder.Cancellation };
    }

    public void Apply()
    {
        // A state whose next value is no parameter's doing still passes on what its first value is read for.
        var carried = Enumerable.Range(0, op.States).Where(state => depends[body.Outputs[state].Node] || outer.Depends[node.Inputs[op.Sequences + state]]).ToArray();
        var initial = carried.Select(Seed).ToArray();
        for (var index = op.States; index < op.States + op.Results; index++) SeedResult(index);
        inner.Run(body.Nodes.Count - 1);

        foreach (var state in carried)
            backward.AddOutput("state", Backward(inputs.TryGetValue(op.Sequences + state, out var now) ? inner.Total(now) : Unread(state)));
        var wanted = inputs.Where(input => !IsState(input.Key) && depends[input.Value] && inner.HasTotal(input.Value)).OrderBy(input => input.Key)
            .Select(input => (Index: input.Key, Total: inner.Total(input.Value), Masks: inner.MasksOf(input.Value))).ToList();
        var gradients = wanted.Where(input => input.Index < op.Sequences).Select(input => (input.Index, Gradient: Result(input.Total), Hidden: OfAllSteps(input.Masks))).ToList();
        gradients.AddRange(Sums(wanted.Where(input => input.Index >= op.Sequences).Select(input => (input.Index, input.Total)).ToList(), carried.Length)
            .Select(input => (input.Index, input.Gradient, Array.Empty<GradientMask>())));
        foreach (var total in addedUp) backward.AddOutput("state", backward.Add(StepInput(backward, FirstState + backward.Build().Outputs.Count, inner.Builder.ShapeOf(total)), Backward(total)));
        foreach (var result in results) backward.AddOutput("result", Backward(result));
        if (carried.Length + addedUp.Count + results.Count == 0) return;

        initial = [.. initial, .. addedUp.Select(total => Zeros(builder, inner.Builder.ShapeOf(total)))];
        var reverse = new ScanOp(Numbered(), sequences.Count, initial.Length, op.Steps, !op.Reverse);
        if (kept.Count > body.Outputs.Count) builder.Replace(scan, op with { Body = Forward() }, node.Inputs.ToArray());
        reverseScan = builder.Add(reverse, sequences.Concat(initial).Concat(shared).ToArray());
        for (var index = 0; index < carried.Length; index++)
        {
            var begin = node.Inputs[op.Sequences + carried[index]];
            if (outer.Depends[begin]) outer.Give(begin, builder.Reshape(Last(index), builder.ShapeOf(begin)));
        }

        foreach (var (index, gradient, hidden) in gradients) outer.Give(node.Inputs[index], gradient(), hidden);
    }

    // The gradients of what all steps read. What no product over all steps gives is added up from step to step if it is large, such as
    // a matrix; of little else, all steps are kept.
    private List<(int Index, Func<int> Gradient)> Sums(List<(int Index, int Total)> inputs, int carried)
    {
        var sums = new SumsOverSteps(inner.Builder, builder, AllSteps, id => results.Contains(id) || (IsForward(id) && IsAvailable(id)));
        foreach (var operand in inputs.SelectMany(input => sums.Operands(input.Total))) AllSteps(operand);
        return inputs.Select(input => (input.Index, sums.Of(input.Total) ?? AddedUp(input.Total, carried))).ToList();
    }

    private Func<int> AddedUp(int total, int carried)
    {
        var shape = inner.Builder.ShapeOf(total);
        if (shape.Dims.Count(dim => !dim.IsOne) < 2)
        {
            var all = Result(total);
            return () => builder.Reshape(builder.Sum(all(), 0), shape);
        }

        addedUp.Add(total);
        var state = carried + addedUp.Count - 1;
        return () => builder.Reshape(Last(state), shape);
    }

    // What a state of the backward scan comes to.
    private int Last(int state)
    {
        var reverse = (ScanOp)builder[reverseScan].Op;
        return builder.Add(new ScanResultOp(state, reverse.Reverse ? 0 : op.Steps, new Shape(new Dim[] { 1 }.Concat(reverse.Kept(state).Dims.Skip(1)))), reverseScan);
    }

    // A value of the backward step for all steps, which the backward scan keeps.
    private Func<int> Result(int id)
    {
        if (!results.Contains(id)) results.Add(id);
        return () =>
        {
            var reverse = (ScanOp)builder[reverseScan].Op;
            var index = reverse.States + results.IndexOf(id);
            return builder.Add(new ScanResultOp(index, 0, reverse.Kept(index)), reverseScan);
        };
    }

    // A value of a step for all steps: where it is kept, or else by the backward scan. Null for what all steps read.
    private Func<int>? AllSteps(int id)
    {
        if (!IsForward(id) || IsRepeated(id)) return Result(id);
        if (inner.Builder[id].Op is not StepInputOp input)
        {
            var kept = KeptIndex(id);
            return () => View(kept, isNext: true, inner.Builder.ShapeOf(id));
        }

        if (input.Index < op.Sequences) return () => node.Inputs[input.Index];
        return IsState(input.Index) ? () => View(input.Index - op.Sequences, isNext: false, inner.Builder.ShapeOf(id)) : null;
    }

    // What a sequence hides at each step, it hides at all of them.
    private GradientMask[] OfAllSteps(GradientMask[] masks) =>
    [
        .. masks.Where(mask => inner.Builder[mask.Condition].Op is StepInputOp input && input.Index < op.Sequences)
            .Select(mask => mask with { Condition = node.Inputs[((StepInputOp)inner.Builder[mask.Condition].Op).Index] }),
    ];

    private bool IsState(int index) => index >= op.Sequences && index < op.Sequences + op.States;

    // The gradient of a state arrives from the step after, and from those who read its history. Returns what it begins with.
    private int Seed(int state, int position)
    {
        var target = body.Outputs[state].Node;
        var shape = body[target].Shape;
        var first = op.Reverse ? 0 : 1;
        int? history = null, before = null, last = null;
        foreach (var (view, gradient) in arriving[state])
        {
            var isAll = view.Shape.Dims[0] == op.Steps && view.Start == first;
            var isLast = view.Shape.Dims[0].IsOne && view.Start == (op.Reverse ? 0 : op.Steps);
            if (isLast) last = Sum(last, builder.Reshape(gradient, shape));
            else if (isAll) history = Sum(history, gradient);
            else if (view.Shape.Dims[0] == op.Steps && view.Start == 1 - first) before = Sum(before, gradient);
            else throw new NotSupportedException("Only the whole history of a state, before or after the steps, and its last value have a gradient.");
        }

        if (before is { } read) GiveRead(state, read, shape);
        if (!depends[target]) return last ?? Zeros(builder, shape);
        var carried = WithoutTiny(StepInput(inner.Builder, FirstState + position, shape));
        if (history is { } all)
        {
            sequences.Add(all);
            carried = inner.Builder.Add(carried, StepInput(inner.Builder, sequences.Count - 1, shape));
        }

        inner.Give(target, carried);
        return last ?? Zeros(builder, shape);
    }

    // A gradient that fades over many steps comes to numbers below the normal ones, with which some processors compute a hundred
    // times as slowly. What is this small says nothing any more.
    private int WithoutTiny(int gradient)
    {
        var add = inner.Builder;
        var rank = add.ShapeOf(gradient).FullRank;
        var isTiny = add.Pointwise(ScalarFunction.Less, add.Pointwise(ScalarFunction.Abs, gradient), add.Constant(SmallestCarried, rank));
        return add.Select(isTiny, add.Constant(0, rank), gradient);
    }

    // The gradient of what the steps read of a state.
    private void GiveRead(int state, int gradient, Shape shape)
    {
        sequences.Add(gradient);
        var now = StepInput(inner.Builder, sequences.Count - 1, shape);
        if (inputs.TryGetValue(op.Sequences + state, out var read)) inner.Give(read, now);
        else unread[state] = now;
    }

    // The gradient of a state that its own step does not read.
    private int Unread(int state) => unread.TryGetValue(state, out var gradient) ? gradient : Zeros(inner.Builder, body[body.Outputs[state].Node].Shape);

    private void SeedResult(int index)
    {
        var target = body.Outputs[index].Node;
        int? total = null;
        foreach (var (_, gradient) in arriving[index]) total = Sum(total, gradient);
        if (total is not { } all || !depends[target]) return;
        sequences.Add(all);
        inner.Give(target, StepInput(inner.Builder, sequences.Count - 1, body[target].Shape));
    }

    private int Sum(int? left, int right) => left is { } value ? builder.Add(value, right) : right;

    private static int Zeros(GraphBuilder builder, Shape shape) => builder.Expand(builder.Constant(0, shape.FullRank), shape);

    private static int StepInput(GraphBuilder builder, int index, Shape shape, DataType type = DataType.Float32) =>
        builder.Append(new Node(new StepInputOp(index, shape, type), default, shape, type, builder.CurrentLayer) { IsBackward = builder.IsBackward });

    // A node of the inner walk as a node of the backward body.
    private int Backward(int root)
    {
        Postorder.Visit(root, map.ContainsKey, id => IsRead(id) ? default : inner.Builder[id].Inputs, id => map[id] = Made(id));
        return map[root];
    }

    private int Made(int id)
    {
        if (IsRead(id)) return Kept(id);
        var source = inner.Builder[id];
        return backward.Append(source with { Inputs = source.Inputs.Select(input => map[input]).ToEquatableArray(), IsBackward = true });
    }

    private bool IsRead(int id) => IsForward(id) && !IsRepeated(id);

    // The gradient of a scan within the step has that scan keep more, and reads it: these values belong to the forward step, too.
    private bool IsForward(int id) => id < body.Nodes.Count || !inner.Builder[id].IsBackward;

    // The forward step with all that it keeps.
    private Graph Forward()
    {
        var nodes = Enumerable.Range(0, body.Nodes.Count).Select(id => inner.Builder[id]).ToList();
        var outputs = new List<GraphOutput>();
        foreach (var output in kept)
        {
            if (output.Node >= body.Nodes.Count) nodes.Add(inner.Builder[output.Node]);
            outputs.Add(output.Node < body.Nodes.Count ? output : output with { Node = nodes.Count - 1 });
        }

        return body with { Nodes = nodes.ToEquatableArray(), Outputs = outputs.ToEquatableArray() };
    }

    // What is cheaper to compute again than to keep.
    private bool IsRepeated(int id, int depth = 0)
    {
        if (id >= body.Nodes.Count) return false;
        if (body[id].Op is ConstantOp or SizeOp or IotaOp) return true;
        if (IsAvailable(id) || depth > MaxDepth) return false;
        return body[id].Op switch
        {
            ReshapeOp or ExpandOp or DetachOp => true,
            PointwiseOp pointwise => !ScalarTable.Of(pointwise.Function).IsExpensive && body[id].Inputs.All(input => IsAvailable(input) || IsRepeated(input, depth + 1)),
            _ => false,
        };
    }

    private bool IsAvailable(int id) => body[id].Op is StepInputOp || placeOfKept.ContainsKey(id);

    // A value of the forward step, read from what the forward scan keeps.
    private int Kept(int id)
    {
        var (shape, type) = (inner.Builder[id].Shape, inner.Builder[id].Type);
        if (inner.Builder[id].Op is StepInputOp input)
        {
            if (input.Index < op.Sequences) return Sequence(node.Inputs[input.Index], shape, type);
            if (!IsState(input.Index)) return Shared(node.Inputs[input.Index], shape, type);
            return Sequence(View(input.Index - op.Sequences, isNext: false, shape), shape, type);
        }

        return Sequence(View(KeptIndex(id), isNext: true, shape), shape, type);
    }

    // Has the forward scan keep a value.
    private int KeptIndex(int id)
    {
        if (placeOfKept.TryGetValue(id, out var index)) return index;
        placeOfKept[id] = kept.Count;
        kept.Add(new GraphOutput("kept", id));
        return kept.Count - 1;
    }

    private int View(int index, bool isNext, Shape shape)
    {
        var start = index < op.States && isNext != op.Reverse ? 1 : 0;
        builder.IsBackward = false;
        var view = builder.Add(new ScanResultOp(index, start, new Shape(new[] { op.Steps }.Concat(shape.Dims))), scan);
        builder.IsBackward = true;
        return view;
    }

    private int Sequence(int value, Shape shape, DataType type)
    {
        sequences.Add(value);
        return StepInput(backward, sequences.Count - 1, shape, type);
    }

    private int Shared(int value, Shape shape, DataType type)
    {
        shared.Add(value);
        return StepInput(backward, FirstShared + shared.Count - 1, shape, type);
    }

    private Graph Numbered()
    {
        var states = backward.Build().Outputs.Count(output => output.Name == "state");
        for (var id = 0; id < backward.Count; id++)
        {
            if (backward[id].Op is not StepInputOp input || input.Index < FirstState) continue;
            var index = input.Index < FirstShared ? sequences.Count + input.Index - FirstState : sequences.Count + states + input.Index - FirstShared;
            backward.Replace(id, input with { Index = index });
        }

        return backward.Build();
    }
}
