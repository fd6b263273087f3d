using Sinter.Graphs;

namespace Sinter.Generator.Tests.Axes;

/// <summary>An op of a larger graph, by itself.</summary>
internal static class OpAlone
{
    /// <summary>The op on inputs of its own, and its value as the output <c>y</c>.</summary>
    public static Graph Of(Graph graph, int id)
    {
        var builder = new GraphBuilder();
        var given = Dependence.Of(graph, id).Inputs.Select((input, index) => builder.Add(graph[input].Op is InputOp op
            ? op with { Argument = Name(index) }
            : new InputOp(Name(index), graph[input].Shape, graph[input].Type, IsTarget: false))).ToEquatableArray();
        var node = graph[id];
        var value = node.Op is PartOp
            ? builder.Append(node with { Inputs = EquatableArray.Of(builder.Append(graph[node.Inputs[0]] with { Inputs = given, Layer = -1 })), Layer = -1 })
            : builder.Append(node with { Inputs = given, Layer = -1 });
        builder.AddOutput("y", value);
        return builder.Build();
    }

    /// <summary>What its inputs are called.</summary>
    public static string Name(int input) => "input" + input;
}
