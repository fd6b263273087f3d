using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>What a step computes, in the words of comments: <c>sum over batch, rows and columns</c>.</summary>
internal sealed class StepWords
{
    /// <summary>The most functions of a fused step that are listed.</summary>
    private const int MostWords = 6;

    private static readonly string[] ImageAxes = ["batch", "rows", "columns", "channels"];

    private readonly ValueGraph values;

    // What a window has gone over, and what is computed of it element by element.
    private readonly bool[] images;

    /// <param name="values">The graph whose nodes are computed.</param>
    public StepWords(ValueGraph values)
    {
        this.values = values;
        images = new bool[values.Graph.Nodes.Count];
        for (var id = 0; id < images.Length; id++)
        {
            var node = values.Graph[id];
            images[id] = node.Shape.FullRank == ImageAxes.Length &&
                ((node.Op.Traits & OpTraits.Images) != 0 || ((node.Op.Traits & OpTraits.Pointwise) != 0 && node.Inputs.Any(input => images[input])));
        }
    }

    /// <summary>What is computed, from what shapes to what shapes.</summary>
    /// <param name="group">The nodes of the step.</param>
    /// <param name="calls">The kernels that it calls.</param>
    public string Of(Group group, EquatableArray<KernelCall> calls = default) => $"{Join(Words(group, calls))}: {Shapes(group)}";

    private static string Join(List<string> words)
    {
        var merged = words.Where((word, index) => index == 0 || word != words[index - 1]).ToList();
        return string.Join(", ", merged.Count <= MostWords ? merged : [.. merged.Take(MostWords - 1), "…"]);
    }

    private List<string> Words(Group group, EquatableArray<KernelCall> calls)
    {
        var graph = values.Graph;
        var words = new List<string>();
        foreach (var id in group.Nodes)
        {
            switch (graph[id].Op)
            {
                case PointwiseOp op:
                    words.Add(op.Function.ToString().ToLowerInvariant());
                    break;
                case ReduceOp op:
                    words.Add($"{(op.Kind == ReduceKind.Max ? "maximum" : "sum")} over {Axes(graph[id].Inputs[0], op.Axes)}");
                    break;
                case var op when id == group.Anchor:
                    words.AddRange((op.Traits & OpTraits.Moves) != 0 ? [op.Word.ToLowerInvariant()] : calls.Select(call => call.Kernel.Work));
                    break;
            }
        }

        // Values that are repeated, and nothing else.
        return words.Count > 0 ? words : [graph[group.Nodes[group.Nodes.Count - 1]].Op.Word.ToLowerInvariant()];
    }

    private string Axes(int id, EquatableArray<int> axes)
    {
        var shape = values.Graph[id].Shape;
        var names = axes.Where(axis => !shape.Dims[axis].IsOne).Select(axis => Axis(id, shape, axis)).ToList();
        return names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} and {names[names.Count - 1]}";
    }

    private string Axis(int id, Shape shape, int axis) =>
        shape.Dims[axis].IsBatch ? "batch"
        : images[id] ? ImageAxes[axis]
        : shape.Dims[axis].Symbol is not null ? shape.Dims[axis].ToString()
        : axis == shape.FullRank - 1 && shape.FullRank < ImageAxes.Length ? "features" : $"axis {axis}";

    // The shapes that go in and come out, weights left aside.
    private string Shapes(Group group)
    {
        var members = new HashSet<int>(group.Nodes);
        var graph = values.Graph;
        var (inputs, outputs) = (new List<Shape>(), new List<Shape>());
        foreach (var id in group.Nodes)
        {
            foreach (var input in graph[id].Inputs)
            {
                var source = values.SourceOf(input);
                if (graph[input].Shape.Dims.Any(dim => dim.IsBatch) && !members.Contains(source) && !values.IsInline(source)) inputs.Add(graph[input].Shape);
            }

            if ((graph[id].Op.Traits & OpTraits.Parts) != 0) outputs.AddRange(values.UsersOf(id).Select(user => graph[user].Shape));
            else if (values.IsRead(id, outside: members)) outputs.Add(graph[id].Shape);
        }

        return (inputs.Count == 0 ? "" : string.Join(", ", inputs.Distinct()) + " → ") + string.Join(", ", outputs.Distinct());
    }
}
