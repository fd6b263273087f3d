using Sinter.Onnx.Files;

namespace Sinter.Onnx.Patterns;

/// <summary>A number for each channel that is added behind a convolution or a product: the layer's bias.</summary>
internal static class BiasPattern
{
    public static OnnxNode? Find(PatternGraph graph, OnnxNode node)
    {
        if (node.OpType != "Add" || node.Domain.Length > 0) return null;
        foreach (var (value, bias) in PatternGraph.BothWays(node))
        {
            if (graph.Known(bias) is not { IsFloat: true } known || !graph.IsReadOnce(value)) continue;
            if (graph.Maker(value, "Conv", "ConvTranspose") is { Inputs.Count: 2 } convolution && graph.Known(convolution.Inputs[1]) is { Rank: > 2 } filter)
            {
                var isTransposed = convolution.OpType == "ConvTranspose";
                var groups = convolution.Attributes.TryGetValue("group", out var stated) ? stated.Integer ?? 1 : 1;
                var channels = isTransposed ? filter.Dims[1] * groups : filter.Dims[0];
                // [C, 1, 1], with or without a batch of 1.
                var dims = known.Dims.SkipWhile(dim => dim == 1).ToArray();
                if (dims.Length != filter.Rank - 1 || dims[0] != channels || dims.Skip(1).Any(dim => dim != 1) || channels == 1) continue;
                return convolution with { Name = node.Name, Inputs = [.. convolution.Inputs, bias], Outputs = node.Outputs };
            }

            if (graph.Maker(value, "MatMul") is { } product && graph.Known(product.Inputs[1]) is { Rank: 2 } weight && known.Count == weight.Dims[1] && known.Dims.Length > 0 && known.Dims[known.Rank - 1] == known.Count && graph.Known(product.Inputs[0]) is null)
                return new OnnxNode(node.Name, "Linear", Layers.Domain, [.. product.Inputs, bias], node.Outputs);
        }

        return null;
    }
}
