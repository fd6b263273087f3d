using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Writes a graph as it predicts in the textual syntax of ONNX: <c>docs/Syntax.md</c> of the format has its grammar.</summary>
internal static class OnnxExport
{
    /// <summary>The version of the operators: the first in which rows are combined by their largest elements.</summary>
    private const int Opset = 18;

    /// <summary>The version of the format that came with it.</summary>
    private const int Format = 8;

    /// <summary>Writes a model.</summary>
    /// <param name="graph">The graph for inference, as the author's layers are made of primitives.</param>
    /// <param name="inputs">The inputs in their order.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public static OnnxModel Write(Graph graph, EquatableArray<InputOp> inputs, string name, CancellationToken cancellation)
    {
        var text = new OnnxText(new OnnxNames());
        var given = inputs.Select(input => (Input: input, Name: text.Names.Allocate(Plain(input.Argument)))).ToArray();
        var results = graph.Outputs.Select(output => text.Names.Allocate(Plain(output.Name))).ToArray();
        var sizes = new OnnxSizes(text, given.Select(input => (input.Name, input.Input.Shape)));
        var writer = new OnnxGraph(graph, text, sizes, cancellation);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Op is InputOp input) writer.Give(id, given.First(one => one.Input.Argument == input.Argument).Name);
        }

        try
        {
            Return(writer, graph, results);
        }
        catch (NotExpressibleException exception)
        {
            return new OnnxModel(null, exception.Message);
        }

        return new OnnxModel(
            $"<ir_version: {Format}, opset_import: [\"\" : {Opset}], producer_name: \"Sinter\">\n" +
            $"{OnnxNames.Quoted(name)} ({string.Join(", ", given.Select(input => Typed(input.Input.Type, input.Input.Shape, input.Name)))}) => " +
            $"({string.Join(", ", graph.Outputs.Select((output, index) => Typed(output.Type, graph[output.Node].Shape, results[index])))})\n{text.Finish()}",
            null);
    }

    /// <summary>A value with its type and shape.</summary>
    public static string Typed(DataType type, Shape shape, string name) =>
        $"{(type == DataType.Int32 ? "int64" : "float")}{(shape.FullRank == 0 ? "" : $"[{string.Join(", ", shape.Dims.Select(OnnxSizes.Named))}]")} {name}";

    private static void Return(OnnxGraph writer, Graph graph, string[] results)
    {
        var floats = new List<(int, string)>();
        for (var index = 0; index < results.Length; index++)
        {
            var (output, isInteger) = (graph.Outputs[index], graph[graph.Outputs[index].Node].Type == DataType.Int32);
            if (output.Type == DataType.Float32 || isInteger)
            {
                floats.Add((output.Node, results[index]));
                continue;
            }

            // Integers that are computed are floats.
            writer.Write(output.Node);
            writer.Text.Define(results[index], new OnnxCall("Cast", [writer.NameOf(output.Node)], "to = 7"));
        }

        writer.Return(floats);
    }

    private static string Plain(string argument) => argument.TrimStart('@');
}
