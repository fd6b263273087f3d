namespace Sinter.Onnx.Program;

/// <summary>Names of weights as layers have them: what stands before <c>.weight</c> is the layer's.</summary>
internal static class WeightNames
{
    /// <summary>The layer of a weight called so, or null where the file's name says nothing.</summary>
    public static string? LayerOf(string? weight)
    {
        if (Clean(weight) is not { } name) return null;
        foreach (var end in new[] { ".weight", ".bias", ".gamma", ".kernel", "_weight", "_kernel", "_W", "_w", ".W" })
        {
            if (name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal)) return name.Substring(0, name.Length - end.Length);
        }

        return null;
    }

    /// <summary>The name without what exporters make up; null where nothing is left.</summary>
    public static string? Clean(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        var characters = name!.Select(character => char.IsLetterOrDigit(character) || character is '_' or '.' ? character : '.').ToArray();
        var clean = string.Join(".", new string(characters).Split(['.'], StringSplitOptions.RemoveEmptyEntries));
        var isMadeUp = name!.StartsWith("onnx::", StringComparison.Ordinal) || clean.Length == 0 || clean.All(character => char.IsDigit(character) || character == '.');
        return isMadeUp ? null : clean;
    }
}
