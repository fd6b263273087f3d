using Sinter.Generator.Lowering;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Where a planned buffer is, as code.</summary>
internal static class BufferText
{
    public static string Of(EquatableArray<PlannedBuffer> buffers, int index, string frame)
    {
        var buffer = buffers[index];
        if (buffer.Base < 0) return $"{frame}.{buffer.Storage}({Literal.Of(buffer.Offset)})";
        var whole = Of(buffers, buffer.Base, frame);
        var stride = Literal.Of(buffer.Stride, frame + ".Batch");
        if (buffer.Step is { } step)
        {
            var entry = buffer.Start == 0 ? step : $"({step} + {Literal.Of(Extent.Of(buffer.Start), frame + ".Batch")})";
            return $"{whole}.At({entry}{(stride == "1" ? "" : " * " + stride)})";
        }

        if (buffer.Start == 0) return whole;
        return $"{whole}.At({Literal.Of(Extent.Of(buffer.Start) * buffer.Stride, frame + ".Batch")})";
    }
}
