using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>
/// Finds what ONNX has one operator for: means, softmax, normalisations, and products with a bias. Whoever runs the model has fast code for
/// them, and whoever reads it knows them. Values that are repeated where the operator would do so itself are not repeated before.
/// </summary>
internal static class OnnxFusion
{
    public static Graph Run(Graph graph, CancellationToken cancellation) => Fuse(ScanBodies.Map(graph, body => Fuse(body, cancellation)), cancellation);

    private static Graph Fuse(Graph graph, CancellationToken cancellation)
    {
        var patterns = new OnnxPatterns(graph);
        return GraphCopy.Run(graph, (copy, id) => graph[id].Op is PointwiseOp ? Fused(patterns, copy, id) : copy.Copy(id), cancellation);
    }

    private static int Fused(OnnxPatterns patterns, GraphCopy copy, int id)
    {
        var shape = copy.Source[id].Shape;
        int Operator(string name, string attributes, params int[] inputs) => copy.Builder.Add(new OnnxOp(name, attributes, shape), Array.ConvertAll(inputs, input => copy[input]));

        if (patterns.Mean(id) is { } mean) return copy.Builder.Add(new OnnxOp("ReduceMean", "", shape) { Axes = mean.Axes }, copy[mean.Of]);
        if (patterns.Softmax(id) is { } softmax) return Operator(softmax.IsLogarithm ? "LogSoftmax" : "Softmax", $"axis = {softmax.Axis}", softmax.Of);
        if (patterns.LayerNorm(id) is { } layer) return Operator("LayerNormalization", $"axis = {layer.Axis}, epsilon = {OnnxText.Number(layer.Epsilon)}", [layer.Of, layer.Scale, .. layer.Offset is { } offset ? new[] { offset } : []]);
        if (patterns.BatchNorm(id) is { } batch) return Operator("BatchNormalization", $"epsilon = {OnnxText.Number(batch.Epsilon)}", batch.Of, batch.Scale, batch.Offset, batch.Mean, batch.Variance);
        if (patterns.Biased(id) is { } biased) return copy.Builder.Add(copy.Source[biased.Product].Op, [.. copy.Source[biased.Product].Inputs.Select(input => copy[input]), copy[biased.Bias]]);
        return copy.Copy(id, Array.ConvertAll(patterns.Unrepeated(id), input => copy[input]));
    }
}
