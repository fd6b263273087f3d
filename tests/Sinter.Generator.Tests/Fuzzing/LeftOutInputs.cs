using Sinter.Generator.Frontend;
using Sinter.Generator.Model;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>
/// Random networks some of whose inputs and targets calls may leave out: in the place of each there is a weight then, so that the network has
/// parameters that are read only with an input, and others that are read only without.
/// </summary>
internal static class LeftOutInputs
{
    private const int Most = 2;

    /// <summary>The case with what calls may leave out of it; every third seed has any.</summary>
    public static NetworkCase Add(NetworkCase network, int seed, Recipe recipe)
    {
        if (seed % 3 != 0 || recipe.DecodeCapacity > 0) return network;
        var numbers = Enumerable.Range(0, recipe.Entries.Count).Where(index => CanBeMissing(recipe, index)).TakeLast(Most).ToArray();
        if (numbers.Length == 0) return network;
        int[][] choices = [.. Enumerable.Range(1, (1 << numbers.Length) - 1).Select(bits => numbers.Where((_, index) => (bits >> index & 1) != 0).ToArray())];
        var graphs = SharedLeaves.Complete([network.Graph, .. choices.Select(choice => RecipeBuilder.Build(recipe, choice).Graph)]);
        return network with
        {
            Graph = graphs[0],
            Variants = choices.Select((choice, index) => new NetworkVariant(choice.Select(RecipeBuilder.NameOf).ToEquatableArray(), graphs[index + 1], Arguments(graphs[index + 1], isTarget: false), Arguments(graphs[index + 1], isTarget: true))).ToEquatableArray(),
        };
    }

    // Floats of a size that all calls have; one argument is always there.
    private static bool CanBeMissing(Recipe recipe, int index) =>
        recipe.Entries[index] is Leaf { Kind: LeafKind.Input or LeafKind.Target } leaf && leaf.Shape.All(extent => !SymbolCode.IsSymbol(extent))
        && (leaf.Kind == LeafKind.Target || recipe.Entries.Take(index).Any(entry => entry is Leaf { Kind: LeafKind.Input or LeafKind.Tokens }));

    private static EquatableArray<int> Arguments(Graph graph, bool isTarget) => Enumerable.Range(0, graph.Nodes.Count)
        .Where(id => graph[id].Op is InputOp input && input.IsTarget == isTarget).ToEquatableArray();
}
