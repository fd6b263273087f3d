using System.Text.Json;

namespace Zoo.Catalog;

/// <summary>What eng/zoo/run.sh measured of a network.</summary>
/// <param name="Kilobytes">The generated code, in thousands of characters.</param>
/// <param name="Sinter">Milliseconds of a forward pass: median and minimum; null where it was not timed.</param>
/// <param name="OnnxRuntime">Those of ONNX Runtime, or null where there is no file for it.</param>
/// <param name="Reason">Why PyTorch could not export the network.</param>
internal sealed record Measurement(int Kilobytes, double[]? Sinter, double[]? OnnxRuntime, string? Reason);

/// <summary>What eng/zoo/run.sh measured last.</summary>
/// <param name="Machine">Its processor.</param>
/// <param name="Load">How many programs wanted to compute: above 1, others beside those that were timed.</param>
internal sealed record Measurements(string Machine, double Load, IReadOnlyDictionary<string, Measurement> Networks)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNameCaseInsensitive = true };

    public static Measurements Read()
    {
        using var stream = typeof(Measurements).Assembly.GetManifestResourceStream("Measured");
        return stream is null ? new("", 0, new Dictionary<string, Measurement>()) : JsonSerializer.Deserialize<Measurements>(stream, Options)!;
    }
}
