using Sinter.Graphs;

namespace Sinter.Generator.Autodiff;

/// <summary>The walk from the loss to the leaves: it holds what the gradient of each value adds up to so far.</summary>
internal sealed class ReverseWalk
{
    private readonly Graph graph;
    private readonly int[] totals;

    private readonly Dictionary<int, List<(Op View, int Gradient)>> results = [];

    public ReverseWalk(Graph graph, bool[] depends, CancellationToken cancellation)
    {
        this.graph = graph;
        Builder = new GraphBuilder(graph) { IsBackward = true, Cancellation = cancellation };
        Depends = depends;
        totals = new int[graph.Nodes.Count];
        for (var id = 0; id < totals.Length; id++) totals[id] = -1;
    }

    public GraphBuilder Builder { get; }

    /// <summary>For each value of the forward pass, whether its gradient is wanted.</summary>
    public bool[] Depends { get; }

    public void Run()
    {
        if (Depends[graph.Loss])
        {
            Builder.CurrentLayer = graph[graph.Loss].Layer;
            totals[graph.Loss] = Builder.Constant(1, graph[graph.Loss].Shape.FullRank);
        }

        Run(graph.Loss);
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
            GradientTable.RuleOf(graph[id].Op)(new BackwardStep(this, graph, id, totals[id]));
        }
    }

    /// <summary>Adds to the gradient of <paramref name="id"/>.</summary>
    public void Give(int id, int gradient) => totals[id] = totals[id] < 0 ? gradient : Builder.Add(totals[id], gradient);

    /// <summary>States the gradient of one of several results, or of a part of what a scan keeps.</summary>
    public void GiveResult(int node, Op view, int gradient)
    {
        if (!results.TryGetValue(node, out var list)) results[node] = list = [];
        list.Add((view, gradient));
    }

    /// <summary>The gradients of the results of a node that has several.</summary>
    public IReadOnlyList<(Op View, int Gradient)> ResultsOf(int node) => results.TryGetValue(node, out var list) ? list : [];

    /// <summary>Whether anything was given to the value.</summary>
    public bool HasTotal(int id) => totals[id] >= 0;

    /// <summary>The gradient of a leaf, once the walk is over.</summary>
    public int Total(int id)
    {
        if (totals[id] >= 0) return totals[id];
        Builder.CurrentLayer = graph[id].Layer;
        var shape = graph[id].Shape;
        return Builder.Expand(Builder.Constant(0, shape.FullRank), shape);
    }
}

/// <summary>One node at which a gradient rule is applied.</summary>
internal sealed class BackwardStep(ReverseWalk walk, Graph graph, int output, int gradient)
{
    public GraphBuilder Builder => walk.Builder;

    public ReverseWalk Walk => walk;

    public Node Node => graph[output];

    /// <summary>The value the node computes: a rule that reads it instead of the inputs needs less memory.</summary>
    public int Output => output;

    /// <summary>The gradient of the loss with respect to <see cref="Output"/>, of the same shape.</summary>
    public int Gradient => gradient;

    public int Input(int index) => Node.Inputs[index];

    public Shape ShapeOf(int index) => graph[Input(index)].Shape;

    /// <summary>Whether the input is a number known at build time.</summary>
    public bool IsConstant(int index) => graph[Input(index)].Op is ConstantOp;

    public bool Wants(int index) => walk.Depends[Input(index)];

    /// <summary>States the gradient of an input. What broadcasting repeated is added up again.</summary>
    public void Give(int index, Func<int> gradientOfInput)
    {
        if (Wants(index)) walk.Give(Input(index), SumToShape(gradientOfInput(), ShapeOf(index)));
    }

    private int SumToShape(int value, Shape shape)
    {
        var from = Builder.ShapeOf(value);
        var axes = new List<int>();
        for (var axis = 0; axis < shape.FullRank; axis++)
        {
            if (shape.Dims[axis].IsOne && !from.Dims[axis].IsOne) axes.Add(axis);
        }

        return Builder.Sum(value, axes.ToArray());
    }
}
