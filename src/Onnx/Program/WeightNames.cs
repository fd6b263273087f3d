namespace Sinter.Onnx.Program;

/// <summary>Names of weights and of nodes as layers have them: what stands before <c>.weight</c> is the layer's.</summary>
internal static class WeightNames
{
    private static readonly string[] Ends =
        [".weight", ".bias", ".gamma", ".beta", ".kernel", ".running_mean", ".running_var", "_weight", "_bias", "_kernel", "_W", "_w", "_b", ".W"];

    /// <summary>The layer of a weight called so, or null where the file's name says nothing.</summary>
    public static string? LayerOf(string? weight)
    {
        if (Clean(weight) is not { } name) return null;
        var end = Array.Find(Ends, end => name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal));
        return end is null ? null : name.Substring(0, name.Length - end.Length);
    }

    /// <summary>
    /// The layer that a node belongs to by the path that PyTorch and TensorFlow call it by: <c>/layer1/layer1.0/conv1/Conv</c> is of
    /// <c>layer1.0.conv1</c>. Null where the node's name is no path.
    /// </summary>
    public static string? LayerOfNode(string node)
    {
        var segments = node.Split(['/'], StringSplitOptions.RemoveEmptyEntries);
        var path = new List<string>();
        for (var i = 0; i < segments.Length - 1; i++)
        {
            if (Clean(segments[i]) is not { } segment) return null;
            // A module in a list repeats the list's name.
            if (path.Count > 0 && segment.StartsWith(path[path.Count - 1] + ".", StringComparison.Ordinal)) path.RemoveAt(path.Count - 1);
            path.Add(segment);
        }

        return path.Count == 0 ? null : string.Join(".", path);
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
