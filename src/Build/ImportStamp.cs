using System.Globalization;
using Microsoft.Build.Framework;
using Sinter.Onnx;

namespace Sinter.Build;

/// <summary>
/// Of what a class was made: the importer, what is asked of it, and the files with their lengths and times. Whatever of it changes, the file that says
/// it is written anew, and is newer than the class.
/// </summary>
internal static class ImportStamp
{
    private const string FileLine = "file ";

    /// <summary>Writes it if anything has changed. Which files a model has besides its own is known from the last import.</summary>
    public static void Update(ITaskItem model)
    {
        var path = model.GetMetadata("Stamp");
        var old = File.Exists(path) ? File.ReadAllText(path) : "";
        var files = old.Split('\n').Where(line => line.StartsWith(FileLine, StringComparison.Ordinal)).Select(line => line.Substring(FileLine.Length).Split('|')[0]);
        var text = Text(model, files);
        if (text != old) File.WriteAllText(path, text);
    }

    /// <summary>Writes it with the files that have been read.</summary>
    public static void Write(ITaskItem model, IEnumerable<string> files) => File.WriteAllText(model.GetMetadata("Stamp"), Text(model, files));

    private static string Text(ITaskItem model, IEnumerable<string> files)
    {
        string[] lines =
        [
            $"importer {typeof(OnnxImport).Module.ModuleVersionId} {OnnxImport.Dsl}",
            .. new[] { "Class", "Namespace", "Dims", "Embedded" }.Select(name => $"{name} {model.GetMetadata(name).Replace('\n', ' ')}"),
            $"model {Described(model.ItemSpec)}",
            .. files.Distinct().Where(file => file != model.ItemSpec).Select(file => FileLine + Described(file)),
        ];
        return string.Join("\n", lines) + "\n";
    }

    private static string Described(string path)
    {
        var file = new FileInfo(path);
        return string.Format(CultureInfo.InvariantCulture, "{0}|{1}|{2}", path, file.Exists ? file.Length : -1, file.Exists ? file.LastWriteTimeUtc.Ticks : 0);
    }
}
