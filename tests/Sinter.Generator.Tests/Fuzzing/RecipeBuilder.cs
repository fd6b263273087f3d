using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Builds recipes into graphs, in the order in which the frontend would read their source.</summary>
internal static class RecipeBuilder
{
    /// <summary>The graph, and for each entry its <see cref="Tensor"/> or <see cref="Tokens"/>.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="leftOut">Inputs and targets in whose place there is a weight.</param>
    /// <exception cref="NetworkDefinitionException">Some line does not fit its operands.</exception>
    public static (Graph Graph, object[] Values) Build(Recipe recipe, params int[] leftOut)
    {
        var builder = new GraphBuilder();
        var values = new object[recipe.Entries.Count];
        for (var index = 0; index < values.Length; index++)
        {
            if (recipe.Entries[index] is Leaf { Kind: LeafKind.Input or LeafKind.Tokens } leaf) values[index] = leftOut.Contains(index) ? Missing(builder, leaf, index) : Argument(builder, leaf, index);
        }

        for (var index = 0; index < values.Length; index++)
        {
            values[index] = recipe.Entries[index] switch
            {
                Leaf { Kind: LeafKind.Parameter } leaf => Any(builder, values).Parameter(NameOf(index), [.. leaf.Shape], Initializer.Uniform(-1, 1)),
                Line line when !IsOfLoss(recipe, line) => line.Form.Build(Operands(values, line), [.. line.Numbers]),
                _ => values[index],
            };
        }

        foreach (var output in recipe.Outputs)
        {
            if (!((Tensor)values[output]).Shape.IsBatched) throw NetworkDefinitionException.Shape($"An output does not depend on an input.");
            builder.AddOutput(NameOf(output), ((Tensor)values[output]).Id);
        }

        for (var index = 0; index < values.Length; index++)
        {
            if (recipe.Entries[index] is Leaf { Kind: LeafKind.Target or LeafKind.Labels } leaf) values[index] = leftOut.Contains(index) ? Missing(builder, leaf, index) : Argument(builder, leaf, index);
        }

        Tensor? total = null;
        foreach (var loss in recipe.Losses)
        {
            var line = (Line)recipe.Entries[loss];
            var term = line.Form.Build(Operands(values, line), [.. line.Numbers]);
            if (term.Shape.FullRank != 0) throw NetworkDefinitionException.Shape($"The loss is no number.");
            values[loss] = term;
            total = total is null ? term : total + term;
        }

        if (total is not null) builder.SetLoss(total.Id);
        var graph = builder.Build();
        return (recipe.IsFiltered ? Filtered(graph) : graph, values);
    }

    public static string NameOf(int index) => "v" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool IsOfLoss(Recipe recipe, Line line) => line.Operands.Any(operand => recipe.Entries[operand] is Leaf { Kind: LeafKind.Target or LeafKind.Labels });

    // What [Algorithm(…)] does for each layer that can be computed so.
    private static Graph Filtered(Graph graph)
    {
        var isOfStep = ScanBodies.IsOfStep(graph);
        return graph with { Nodes = graph.Nodes.Select((node, id) => node.Layer >= 0 && !isOfStep[id] && CanBeFiltered(graph, node) ? node with { Op = (ConvolutionOp)node.Op with { Algorithm = ConvolutionAlgorithm.Winograd } } : node).ToEquatableArray() };
    }

    private static bool CanBeFiltered(Graph graph, Node node) =>
        node.Op is ConvolutionOp op && ChooseWinograd.Choose(ConvolutionAlgorithm.Winograd, ConvolutionShapes.Of(op, graph[node.Inputs[0]].Shape, node.Shape), isFixed: true).IsWinograd;

    private static object[] Operands(object[] values, Line line) => [.. line.Operands.Select(operand => values[operand])];

    private static object Argument(GraphBuilder builder, Leaf leaf, int index)
    {
        var type = leaf.Kind is LeafKind.Tokens or LeafKind.Labels ? DataType.Int32 : DataType.Float32;
        var shape = new Shape([Dim.Batch, .. leaf.Shape.Select(SymbolCode.ToDim)]);
        var id = builder.Add(new InputOp(NameOf(index), shape, type, IsTarget: leaf.Kind is LeafKind.Target or LeafKind.Labels));
        return type == DataType.Int32 ? new Tokens(builder, id) : new Tensor(builder, id);
    }

    // The same values for all samples.
    private static Tensor Missing(GraphBuilder builder, Leaf leaf, int index)
    {
        var parameter = builder.Parameter("missing" + NameOf(index), new Shape(leaf.Shape.Select(extent => (Dim)extent)), Initializer.Uniform(-1, 1));
        var one = builder.Reshape(parameter, new Shape([1, .. leaf.Shape.Select(extent => (Dim)extent)]));
        return new Tensor(builder, builder.Expand(one, new Shape([Dim.Batch, .. leaf.Shape.Select(extent => (Dim)extent)])));
    }

    // Parameters are made through some value of the network; which one makes no difference.
    private static Tensor Any(GraphBuilder builder, object[] values) => values.First(value => value is not null) switch
    {
        Tokens tokens => new Tensor(builder, tokens.Id),
        var value => (Tensor)value,
    };
}
