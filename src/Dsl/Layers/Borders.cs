using Sinter.Graphs;

namespace Sinter;

/// <summary>Axes made longer by elements of their own: copies of what is at one of their ends, put before and behind them.</summary>
internal static class Borders
{
    /// <summary>Refuses more padding than the axis has elements for, at every call. The axis counts the batch.</summary>
    public static void Check(string layer, Shape shape, int axis, int before, int after, PaddingMode mode)
    {
        var extent = shape.Dims[axis];
        var most = Math.Max(before, after);
        var needed = mode switch
        {
            PaddingMode.Zeros or PaddingMode.Replicate => 0,
            PaddingMode.Reflect when most > 0 => most + 1L,
            PaddingMode.Reflect or PaddingMode.Circular => most,
            _ => throw Require.Error(DiagnosticIds.Range, $"{layer}: {mode} is not a PaddingMode; use PaddingMode.Zeros, Reflect, Replicate or Circular."),
        };
        if (extent.Minimum >= needed) return;
        var can = extent.Minimum - (needed - most);
        var bound = extent.IsConstant ? $"" : (Phrase)$", or {Fixes.Bound(extent, needed)}";
        throw Require.Error(DiagnosticIds.Range, $"{layer}: a padding of {most} by PaddingMode.{mode} needs {needed} elements, but axis {axis - (shape.IsBatched ? 1 : 0)} of {shape} {(extent.IsConstant ? "has" : "can have")} {extent.Minimum}; use a padding of {can}{(can > 0 ? " or less" : "")}{bound}.");
    }

    /// <summary>Adds the padding. The axis counts the batch, and has been checked.</summary>
    public static int Pad(GraphBuilder builder, int value, int axis, int before, int after, PaddingMode mode, float constant = 0)
    {
        if (mode == PaddingMode.Zeros) return builder.Pad(value, axis, before, after, value: constant);
        if (before == 0 && after == 0) return value;
        var extent = builder.ShapeOf(value).Dims[axis];
        var parts = new List<int>();
        if (before > 0) parts.Add(mode switch { PaddingMode.Reflect => Flip(1, before), PaddingMode.Replicate => Repeat(0, before), _ => Part(extent.Plus(-before), before) });
        parts.Add(value);
        if (after > 0) parts.Add(mode switch { PaddingMode.Reflect => Flip(extent.Plus(-1 - after), after), PaddingMode.Replicate => Repeat(extent.Plus(-1), after), _ => Part(0, after) });
        return builder.Concat(axis, [.. parts]);

        int Part(Dim start, int count) => builder.Slice(value, axis, start, count);
        int Flip(Dim start, int count) => builder.Add(new FlipOp(axis), Part(start, count));
        int Repeat(Dim start, int count) => builder.Expand(Part(start, 1), new Shape(builder.ShapeOf(value).Dims.Select((dim, i) => i == axis ? count : dim)));
    }

    /// <summary>Refuses a window whose padding the image [B, C, H, W], or the sequence [B, C, L], has no elements for.</summary>
    public static void Check(string layer, Shape shape, Window window, PaddingMode mode)
    {
        if (shape.Rank == 3) Check(layer, shape, 2, window.PadTop, window.PadBottom, mode);
        Check(layer, shape, shape.FullRank - 1, window.PadLeft, window.PadRight, mode);
    }

    /// <summary>The image [B, C, H, W] with the padding of a window, and the window without; zeros stay what the window pads with.</summary>
    public static (int Image, Window Window) Around(GraphBuilder builder, int image, Window window, PaddingMode mode)
    {
        if (mode == PaddingMode.Zeros) return (image, window);
        image = Pad(builder, image, 2, window.PadTop, window.PadBottom, mode);
        image = Pad(builder, image, 3, window.PadLeft, window.PadRight, mode);
        return (image, window with { PadTop = 0, PadBottom = 0, PadLeft = 0, PadRight = 0 });
    }
}
