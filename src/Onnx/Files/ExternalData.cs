using System.Globalization;

namespace Sinter.Onnx.Files;

/// <summary>Tensors whose elements lie in a file beside the model.</summary>
internal static class ExternalData
{
    /// <summary>
    /// Where they are. A model names that file itself, and models come from anywhere: only a regular file in the model's folder, or below it, is
    /// read, and no more than it has.
    /// </summary>
    public static Payload Locate(string model, OnnxTensor tensor, IReadOnlyDictionary<string, string> entries)
    {
        if (!entries.TryGetValue("location", out var location) || string.IsNullOrWhiteSpace(location)) throw Defect("does not say in which");
        if (location.IndexOf('\0') >= 0 || Path.IsPathRooted(location) || location.Replace('\\', '/').Split('/').Contains("..") || location.IndexOf(':') >= 0)
            throw Defect($"says '{location}', which is not in the model's folder; such files are not read. Put it beside the model, and export again");
        var folder = Path.GetFullPath(Path.GetDirectoryName(Path.GetFullPath(model))!);
        var path = Path.GetFullPath(Path.Combine(folder, location.Replace('\\', '/')));
        if (!path.StartsWith(folder.EndsWith($"{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw Defect($"says '{location}', which is not in the model's folder");
        for (var part = path; part.Length > folder.Length; part = Path.GetDirectoryName(part)!)
        {
            if ((File.Exists(part) || Directory.Exists(part)) && (File.GetAttributes(part) & FileAttributes.ReparsePoint) != 0)
                throw Defect($"says '{location}', which is a link; links are not followed. Copy the file to its place");
        }

        var file = new FileInfo(path);
        if (!file.Exists) throw Defect($"says '{location}', which is not there; it has to lie beside the model");
        var offset = Number("offset", 0);
        var expected = checked(((tensor.Count * tensor.Type.Bits()) + 7) / 8);
        var length = Number("length", expected);
        if (length != expected) throw Defect($"claims {length} bytes for {tensor.Count} elements of {tensor.Type.Described()}, which are {expected}");
        if (offset > file.Length || length > file.Length - offset) throw Defect($"claims bytes {offset} to {offset + length} of '{location}', which has {file.Length}");
        return new Payload(path, PayloadForm.Raw, offset, length);

        long Number(string key, long missing)
        {
            if (!entries.TryGetValue(key, out var text)) return missing;
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < long.MaxValue / 4 ? number : throw Defect($"has '{text}' as its {key}");
        }

        OnnxException Defect(string what) => new($"{model}: the tensor '{tensor.Name}' lies in a file of its own, and {what}.");
    }
}
