using Sinter.Onnx.Importing;

namespace Sinter.Onnx.Operators;

/// <summary>The weights with which the elements of a resampled axis are made of those it had (ONNX, operator Resize).</summary>
internal sealed class Resampling
{
    private readonly string mode;
    private readonly string coordinates;
    private readonly string nearest;
    private readonly double cubic;
    private readonly bool excludesOutside;
    private readonly bool antialias;
    private readonly float[]? region;
    private readonly NodeContext node;

    public Resampling(NodeContext node, float[]? region)
    {
        (this.node, this.region) = (node, region);
        mode = node.Text("mode", "nearest");
        // Older versions had no choice.
        coordinates = node.Text("coordinate_transformation_mode", node.Opset < 11 ? "asymmetric" : "half_pixel");
        nearest = node.Text("nearest_mode", node.Opset < 11 ? "floor" : "round_prefer_floor");
        cubic = node.Float("cubic_coeff_a", -0.75f);
        excludesOutside = node.Integer("exclude_outside", 0) != 0;
        antialias = node.Integer("antialias", 0) != 0;
    }

    /// <summary>Whether a part of the input is resampled.</summary>
    public bool HasRegion => coordinates == "tf_crop_and_resize";

    public long Size(long extent, float scale, int index, int count) =>
        (long)Math.Floor((HasRegion ? extent * (double)(region![index + count] - region[index]) : extent) * scale);

    /// <summary>The matrix <c>[extent, size]</c>.</summary>
    public float[] Matrix(int extent, int size, float scale, int index, int count)
    {
        var matrix = new float[extent * size];
        for (var i = 0; i < size; i++)
        {
            var place = Place(i, extent, size, scale, index, count);
            if (HasRegion && !IsInside(place, extent)) continue;

            foreach (var (at, weight) in Weights(place, extent, scale)) matrix[(at * size) + i] += (float)weight;
        }

        return matrix;
    }

    /// <summary>1 for each element that lies in the input, 0 outside.</summary>
    public float[] Inside(int extent, int size, float scale, int index, int count) =>
        [.. Enumerable.Range(0, size).Select(i => IsInside(Place(i, extent, size, scale, index, count), extent) ? 1f : 0)];

    private static bool IsInside(double place, int extent) => place >= 0 && place <= extent - 1;

    private double Place(int i, int extent, int size, float scale, int index, int count) => coordinates switch
    {
        "half_pixel" => ((i + 0.5) / scale) - 0.5,
        "half_pixel_symmetric" => (extent / 2.0 * (1 - (size / ((double)scale * extent)))) + ((i + 0.5) / scale) - 0.5,
        "pytorch_half_pixel" => size > 1 ? ((i + 0.5) / scale) - 0.5 : 0,
        "align_corners" => size > 1 ? i * (extent - 1.0) / (((double)scale * extent) - 1) : 0,
        "asymmetric" => i / (double)scale,
        "tf_half_pixel_for_nn" => (i + 0.5) / scale,
        "tf_crop_and_resize" => size > 1
            ? (region![index] * (extent - 1.0)) + (i * (region[index + count] - (double)region[index]) * (extent - 1) / (size - 1))
            : 0.5 * ((double)region![index] + region[index + count]) * (extent - 1),
        _ => throw node.Error($"the coordinates '{coordinates}' are unknown"),
    };

    private IEnumerable<(int At, double Weight)> Weights(double place, int extent, float scale)
    {
        if (mode == "nearest")
        {
            var at = nearest switch
            {
                "round_prefer_floor" => Math.Ceiling(place - 0.5),
                "round_prefer_ceil" => Math.Floor(place + 0.5),
                "floor" => Math.Floor(place),
                "ceil" => Math.Ceiling(place),
                _ => throw node.Error($"the rounding '{nearest}' is unknown"),
            };
            return [((int)Math.Max(0, Math.Min(at, extent - 1)), 1)];
        }

        // A kernel that is as wide as the elements that become one keeps finer patterns out.
        var stretch = antialias && scale < 1 ? 1.0 / scale : 1;
        var reach = (mode == "cubic" ? 2 : mode == "linear" ? 1 : throw node.Error($"the mode '{mode}' is unknown")) * stretch;
        var taps = new List<(int At, double Weight)>();
        for (var at = (int)Math.Ceiling(place - reach); at <= (int)Math.Floor(place + reach); at++)
        {
            var weight = mode == "cubic" ? Cubic(Math.Abs(at - place) / stretch) : Math.Max(0, 1 - (Math.Abs(at - place) / stretch));
            var isOutside = at < 0 || at >= extent;
            if (weight == 0 || (isOutside && excludesOutside)) continue;
            taps.Add((Math.Max(0, Math.Min(at, extent - 1)), weight));
        }

        var sum = taps.Sum(tap => tap.Weight);
        return excludesOutside || stretch != 1 ? taps.Select(tap => (tap.At, tap.Weight / sum)) : taps;
    }

    private double Cubic(double distance) => distance <= 1
        ? ((((cubic + 2) * distance) - (cubic + 3)) * distance * distance) + 1
        : distance < 2 ? (((((distance - 5) * distance) + 8) * distance) - 4) * cubic : 0;
}
