using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Where a planned buffer is, as code.</summary>
internal static class BufferText
{
    public static string Of(EquatableArray<PlannedBuffer> buffers, int index, SizeNames sizes, string frame = "frame")
    {
        var buffer = buffers[index];
        if (buffer.Base < 0) return $"{frame}.{buffer.Storage}({Literal.Of(buffer.Offset)}{Stated(buffer, sizes)}{(buffer.IsStated ? $", {Literal.Of(buffer.Name)}" : "")})";
        var whole = Of(buffers, buffer.Base, sizes, frame);
        if (buffer.Step is { } step)
        {
            var entry = buffer.Start == 0 ? step : $"({step} + {sizes.Of(Extent.Of(buffer.Start))})";
            return $"{whole}.At({IndexText.Scaled(entry, buffer.Stride, sizes)}{Stated(buffer, sizes)})";
        }

        if (buffer.Start == 0 && !buffer.IsStated) return whole;
        return $"{whole}.At({sizes.Of(Extent.Of(buffer.Start) * buffer.Stride)}{Stated(buffer, sizes)})";
    }

    private static string Stated(PlannedBuffer buffer, SizeNames sizes) => buffer.IsStated ? $", length: {sizes.Of(buffer.Count)}" : "";
}
