using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Removes the marks that stop gradients, once the gradients are there.</summary>
internal static class DropDetach
{
    public const string Name = nameof(DropDetach);

    public static Graph Run(Graph graph, CancellationToken cancellation = default) =>
        GraphCopy.Run(graph, (copy, id) => graph[id].Op is DetachOp ? copy[graph[id].Inputs[0]] : copy.Copy(id), cancellation);
}
