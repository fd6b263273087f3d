using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>
/// Rows and columns of a convolution's window that lie in the padding wherever the window stands are left out: of 3 x 3 windows over
/// a single pixel only the middle is computed with. Winograd's filtering, where it is asked for, needs the whole window.
/// </summary>
internal static class TrimWindows
{
    public const string Name = nameof(TrimWindows);

    public static Graph Run(Graph graph, CancellationToken cancellation = default) => GraphCopy.Run(graph, (copy, id) =>
        graph[id] is { Op: ConvolutionOp { ChannelsLast: false, InputStrideHeight: 1, InputStrideWidth: 1, Algorithm: not ConvolutionAlgorithm.Winograd } op } node
            ? Trimmed(copy, id, op, graph[node.Inputs[0]].Shape, node.Shape)
            : copy.Copy(id), cancellation);

    private static int Trimmed(GraphCopy copy, int id, ConvolutionOp op, Shape image, Shape result)
    {
        var (_, _, height, width) = ImageShape.Read(image, channelsLast: false, op.Name);
        var (_, _, outHeight, outWidth) = ImageShape.Read(result, channelsLast: false, op.Name);
        var window = op.Window;
        var rows = Axis.Of(window.KernelHeight, window.StrideHeight, window.DilationHeight, window.PadTop, window.PadBottom, height, outHeight);
        var columns = Axis.Of(window.KernelWidth, window.StrideWidth, window.DilationWidth, window.PadLeft, window.PadRight, width, outWidth);
        if (rows.IsWhole && columns.IsWhole) return copy.Copy(id);
        var inputs = copy.Inputs(id);
        var weight = copy.Builder.Slice(inputs[1], 2, rows.First, rows.Count);
        weight = copy.Builder.Slice(weight, 3, columns.First, columns.Count);
        window = window with
        {
            KernelHeight = rows.Count, PadTop = rows.Before, PadBottom = rows.After,
            KernelWidth = columns.Count, PadLeft = columns.Before, PadRight = columns.After,
        };
        return copy.Builder.Add(op with { Window = window }, inputs[0], weight);
    }

    // Longer ones are left whole: every place of the window is looked at.
    private const int LongestKernel = 1 << 16;

    /// <summary>The part of a window along one axis that ever meets the image, and the padding that leaves the results where they are.</summary>
    private readonly struct Axis
    {
        private Axis(int kernel, int before, int after) => (IsWhole, Count, Before, After) = (true, kernel, before, after);

        private Axis(int kernel, int stride, int dilation, int padding, int extent, int outExtent)
        {
            var (first, last) = (kernel, -1);
            for (var tap = 0; tap < kernel && kernel <= LongestKernel; tap++)
            {
                // The first place behind the upper edge at which this row of the window stands.
                var start = ((long)tap * dilation) - padding;
                var place = start >= 0 ? start : start + ((-start + stride - 1) / stride * stride);
                if (place >= extent || place > start + ((outExtent - 1L) * stride)) continue;
                (first, last) = (Math.Min(first, tap), tap);
            }

            IsWhole = last < 0 || (first == 0 && last == kernel - 1);
            (First, Count) = IsWhole ? (0, kernel) : (first, last - first + 1);
            Before = padding - (First * dilation);
            After = ((outExtent - 1) * stride) + (dilation * (Count - 1)) + 1 - extent - Before;
        }

        /// <summary>All of the window where only a call knows how large the image is.</summary>
        public static Axis Of(int kernel, int stride, int dilation, int before, int after, Dim extent, Dim outExtent) => extent.IsConstant && outExtent.IsConstant
            ? new(kernel, stride, dilation, before, extent.Value, outExtent.Value)
            : new(kernel, before, after);

        public bool IsWhole { get; }

        public int First { get; }

        public int Count { get; }

        public int Before { get; }

        public int After { get; }
    }
}
