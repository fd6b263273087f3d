namespace Sinter.Onnx.Files;

/// <summary>The files that tensors of a model lie in.</summary>
internal static class WeightFiles
{
    public static IEnumerable<string> Of(OnnxModel model) =>
        Tensors(model).SelectMany(tensor => tensor.Regions).Select(region => region.File).Append(model.File).Distinct(StringComparer.Ordinal);

    /// <summary>All tensors, those of inner graphs and of functions among them.</summary>
    public static IEnumerable<OnnxTensor> Tensors(OnnxModel model) => Tensors(model.Graph).Concat(model.Functions.SelectMany(function => Tensors(function.Nodes)));

    private static IEnumerable<OnnxTensor> Tensors(OnnxGraph graph) => graph.Initializers.Concat(Tensors(graph.Nodes));

    private static IEnumerable<OnnxTensor> Tensors(IEnumerable<OnnxNode> nodes) => nodes.SelectMany(node => node.Attributes.Values).SelectMany(attribute =>
        (attribute.Tensor is { } tensor ? [tensor] : Array.Empty<OnnxTensor>()).Concat(attribute.Graph is { } graph ? Tensors(graph) : []));
}
