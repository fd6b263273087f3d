using Sinter.Graphs;

namespace Sinter.Generator.Export;

/// <summary>Sums and largest elements along axes.</summary>
internal static class OnnxReductions
{
    public static OnnxCall Write(ReduceOp op, OnnxNode node) =>
        new(op.Kind == ReduceKind.Sum ? "ReduceSum" : "ReduceMax", [node.Input(), node.Text.Integers([.. op.Axes.Select(axis => (long)axis)])]);
}
