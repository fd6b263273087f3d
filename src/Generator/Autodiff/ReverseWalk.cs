using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The walk from the loss to the leaves: it holds what the gradient of each value adds up to so far.</summary>
internal sealed class ReverseWalk
{
    private readonly Graph graph;
    private readonly int[] totals;

    // Where a total is hidden, and whether it is yet to be selected there.
    private readonly GradientMask[][] masks;
    private readonly bool[] isRaw;

    private readonly Dictionary<int, List<(Op View, int Gradient, GradientMask[] Masks)>> results = [];

    public ReverseWalk(Graph graph, bool[] depends, SuspectValues suspects, CancellationToken cancellation)
    {
        this.graph = graph;
        Suspects = suspects;
        masks = new GradientMask[graph.Nodes.Count][];
        isRaw = new bool[graph.Nodes.Count];
        Builder = new GraphBuilder(graph) { IsBackward = true, Cancellation = cancellation };
        Depends = depends;
        totals = new int[graph.Nodes.Count];
        for (var id = 0; id < totals.Length; id++) totals[id] = -1;
    }

    public GraphBuilder Builder { get; }

    /// <summary>For each value of the forward pass, whether its gradient is wanted.</summary>
    public bool[] Depends { get; }

    /// <summary>Which values of the forward pass may be anything where they are hidden.</summary>
    public SuspectValues Suspects { get; }

    /// <summary>Walks from the loss, whose gradient is 1, back to the first node.</summary>
    public void RunFromLoss(int loss)
    {
        if (Depends[loss])
        {
            Builder.CurrentLayer = graph[loss].Layer;
            totals[loss] = Builder.Constant(1, graph[loss].Shape.FullRank);
        }

        Run(loss);
    }

    /// <summary>Walks from node <paramref name="last"/> back to the first.</summary>
    public void Run(int last)
    {
        // An id is larger than those of its inputs, so every use of a value is visited before the value.
        for (var id = last; id >= 0; id--)
        {
            if ((totals[id] < 0 && !results.ContainsKey(id)) || graph[id].Op is LeafOp) continue;
            Builder.Cancellation.ThrowIfCancellationRequested();
            Builder.CurrentLayer = graph[id].Layer;
            GradientTable.RuleOf(graph[id].Op)(Step(id));
        }
    }

    /// <summary>Adds to the gradient of <paramref name="id"/>.</summary>
    public void Give(int id, int gradient) => Give(id, gradient, []);

    /// <summary>Adds to the gradient of <paramref name="id"/>.</summary>
    /// <param name="id">A value of the forward pass.</param>
    /// <param name="gradient">What is added.</param>
    /// <param name="hidden">Where that is 0, because it is hidden there.</param>
    /// <param name="isRaw">Whether it may be anything there instead: who reads it selects.</param>
    public void Give(int id, int gradient, GradientMask[] hidden, bool isRaw = false)
    {
        if (totals[id] < 0)
        {
            (totals[id], masks[id], this.isRaw[id]) = (gradient, hidden, isRaw);
            return;
        }

        // The sum is hidden where both terms are.
        var both = masks[id].Where(mask => hidden.Any(other => mask.Equals(Builder, other))).ToArray();
        var (left, right) = (totals[id], gradient);
        if (this.isRaw[id]) left = GradientMask.Select(Builder, masks[id].Except(both), left);
        if (isRaw) right = GradientMask.Select(Builder, hidden.Where(mask => !both.Any(other => other.Equals(Builder, mask))), right);
        (totals[id], masks[id], this.isRaw[id]) = (Builder.Add(left, right), both, both.Length > 0 && (isRaw || this.isRaw[id]));
    }

    /// <summary>Where the gradient of a value is hidden.</summary>
    public GradientMask[] MasksOf(int id) => masks[id] ?? [];

    /// <summary>States the gradient of one of several results, or of a part of what a scan keeps.</summary>
    public void GiveResult(int node, Op view, int gradient, GradientMask[] masks)
    {
        if (!results.TryGetValue(node, out var list)) results[node] = list = [];
        list.Add((view, gradient, masks));
    }

    // The total with zeros where it is hidden.
    private int Selected(int id)
    {
        if (isRaw[id]) totals[id] = GradientMask.Select(Builder, masks[id], totals[id]);
        isRaw[id] = false;
        return totals[id];
    }

    // Only scalar functions read what is yet to be selected: they pass it on.
    private BackwardStep Step(int id)
    {
        var passesOn = isRaw[id] && graph[id].Op is PointwiseOp;
        return new(this, graph, id, passesOn ? totals[id] : Selected(id), MasksOf(id), passesOn);
    }

    /// <summary>The gradients of the results of a node that has several.</summary>
    public IReadOnlyList<(Op View, int Gradient, GradientMask[] Masks)> ResultsOf(int node) => results.TryGetValue(node, out var list) ? list : [];

    /// <summary>Whether anything was given to the value.</summary>
    public bool HasTotal(int id) => totals[id] >= 0;

    /// <summary>The gradient of a leaf, once the walk is over.</summary>
    public int Total(int id)
    {
        if (totals[id] >= 0) return Selected(id);
        Builder.CurrentLayer = graph[id].Layer;
        var shape = graph[id].Shape;
        return Builder.Expand(Builder.Constant(0, shape.FullRank), shape);
    }
}

/// <summary>One node at which a gradient rule is applied.</summary>
internal sealed class BackwardStep(ReverseWalk walk, Graph graph, int output, int gradient, GradientMask[] masks, bool isRaw) : IDerivation
{
    public GraphBuilder Builder => walk.Builder;

    public ReverseWalk Walk => walk;

    public Node Node => graph[output];

    /// <summary>The value the node computes: a rule that reads it instead of the inputs needs less memory.</summary>
    public int Output => output;

    /// <summary>The gradient of the loss with respect to <see cref="Output"/>, of the same shape.</summary>
    public int Gradient => gradient;

    /// <summary>Where <see cref="Gradient"/> is 0, because it is hidden there.</summary>
    public GradientMask[] Masks => masks;

    public int Input(int index) => Node.Inputs[index];

    public Shape ShapeOf(int index) => graph[Input(index)].Shape;

    /// <summary>Whether the input is a number known at build time.</summary>
    public bool IsConstant(int index) => graph[Input(index)].Op is ConstantOp;

    public bool Wants(int index) => walk.Depends[Input(index)];

    /// <summary>A matrix of the forward pass with zeros in the rows or columns whose results are hidden, where it may be anything.</summary>
    public int Shown(int index) => walk.Suspects.IsSuspect(Input(index)) ? GradientMask.Select(Builder, Through(index), Input(index)) : Input(index);

    /// <summary>States the gradient of an input. What broadcasting repeated is added up again.</summary>
    public void Give(int index, Func<int> gradientOfInput)
    {
        if (Wants(index)) Give(index, gradientOfInput(), Through(index));
    }

    /// <summary>States the gradient of an input, and where it is hidden.</summary>
    public void Give(int index, int gradientOfInput, GradientMask[] hidden) => GiveSummed(index, gradientOfInput, hidden, hidden.Length > 0 && (isRaw || Spoils(index)));

    /// <summary>States the gradient of a branch of a selection. If that hides the branch, it hides all that the branch was computed from.</summary>
    public void GiveBranch(int index, bool whereTrue)
    {
        if (!Wants(index)) return;
        var branch = new GradientMask(Input(0), whereTrue);
        if (!walk.Suspects.IsPositional(Input(0)) || !walk.Suspects.IsSuspect(Input(index))) Give(index, () => branch.Select(Builder, gradient));
        else GiveSummed(index, gradient, [.. masks.Where(mask => !mask.Equals(Builder, branch)), branch], raw: true);
    }

    private GradientMask[] Through(int index) => masks.Length == 0
        ? []
        : GradientMask.Through(Builder, masks, Node.Op.MapAxes([.. Node.Inputs.Select(Builder.ShapeOf)], Node.Shape)[index], ShapeOf(index));

    private void GiveSummed(int index, int value, GradientMask[] hidden, bool raw)
    {
        var axes = SummedAxes(Builder.ShapeOf(value), ShapeOf(index));
        if (axes.Length > 0)
        {
            if (raw) value = GradientMask.Select(Builder, hidden, value);
            raw = false;
            hidden = [.. hidden.Where(mask => axes.All(axis => Builder.ShapeOf(mask.Condition).Dims[axis].IsOne))];
        }

        walk.Give(Input(index), Builder.Sum(value, axes), hidden, raw);
    }

    // Whether the gradient of an input is a product with a value that may be anything where the gradient is 0.
    private bool Spoils(int index) => Node.Op switch
    {
        PointwiseOp { Function: ScalarFunction.Add or ScalarFunction.Subtract or ScalarFunction.Negate or ScalarFunction.Select or ScalarFunction.Maximum or ScalarFunction.Minimum } => false,
        PointwiseOp { Function: ScalarFunction.Multiply } => walk.Suspects.IsSuspect(Input(1 - index)),
        PointwiseOp { Function: ScalarFunction.Divide } when index == 0 => walk.Suspects.IsSuspect(Input(1)),
        PointwiseOp or ReduceOp { Kind: ReduceKind.Max } => Node.Inputs.Any(walk.Suspects.IsSuspect),
        _ => false,
    };

    private static int[] SummedAxes(Shape from, Shape to)
    {
        var axes = new List<int>();
        for (var axis = 0; axis < to.FullRank; axis++)
        {
            if (to.Dims[axis].IsOne && !from.Dims[axis].IsOne) axes.Add(axis);
        }

        return axes.ToArray();
    }
}
