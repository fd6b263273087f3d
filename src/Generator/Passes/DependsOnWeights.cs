using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Finds what follows from weights, states and constants alone.</summary>
internal static class DependsOnWeights
{
    /// <summary>For each node, whether no data of a call influences it.</summary>
    public static bool[] Of(Graph graph)
    {
        var result = new bool[graph.Nodes.Count];
        for (var id = 0; id < result.Length; id++)
        {
            var node = graph[id];
            result[id] = node.Op switch
            {
                ParameterOp or StateOp or ConstantOp or TableOp or IotaOp => node.Shape.IsConstant,
                LeafOp => false,
                _ => node.Shape.IsConstant && node.Inputs.All(input => result[input]),
            };
        }

        return result;
    }
}
