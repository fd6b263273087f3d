using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Sinter.Onnx;
using Task = Microsoft.Build.Utilities.Task;

namespace Sinter.Build;

/// <summary>
/// What is to be made of each <c>&lt;OnnxModel Include="…" /&gt;</c>, and whether that has changed since it was made: a small file for each model says
/// of what it was made, and is as old as that is. No model is read.
/// </summary>
public sealed class PrepareOnnx : Task
{
    static PrepareOnnx() => PackageAssemblies.Find();

    /// <summary>The items of the project.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>The namespace of a class of which none is stated.</summary>
    public string? RootNamespace { get; set; }

    /// <summary>The folder that classes and weights are written to.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The project, for messages.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The models with Class, Namespace, Dims, Embedded, Resource, Source, Weights and Stamp.</summary>
    [Microsoft.Build.Framework.Output]
    public ITaskItem[] Prepared { get; private set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var prepared = Models.Select(Prepare).ToArray();
        foreach (var same in prepared.GroupBy(item => item.GetMetadata("Resource"), StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            Error($"{string.Join(" and ", same.Select(item => $"'{item.GetMetadata("Original")}'"))} would all be the class {Path.ChangeExtension(same.Key, null)}; give each a name of its own, as in <OnnxModel Include=\"…\" Class=\"Other\" />.");
        if (Log.HasLoggedErrors) return false;
        Directory.CreateDirectory(Folder);
        foreach (var item in prepared) ImportStamp.Update(item);
        Prepared = prepared;
        return true;
    }

    private TaskItem Prepare(ITaskItem model)
    {
        var path = model.GetMetadata("FullPath");
        if (!File.Exists(path)) Error($"'{model.ItemSpec}' is not there; <OnnxModel Include=\"…\" /> names an ONNX file, from the folder of the project on.");
        var name = model.GetMetadata("Class");
        if (name.Length == 0) name = OnnxImport.ClassNameOf(path);
        else if (!OnnxImport.IsName(name)) Error($"Class=\"{name}\" of '{model.ItemSpec}' is no name of a class in C#; write letters, digits and underscores, such as {OnnxImport.ClassNameOf(name)}.");
        var space = model.GetMetadata("Namespace");
        if (space.Length == 0) space = Valid(RootNamespace ?? "");
        else if (!space.Split('.').All(OnnxImport.IsName))
            Error($"The namespace '{space}' of '{model.ItemSpec}' is none in C#; write names with dots between them, as in Namespace=\"{string.Join(".", space.Split('.').Select(part => OnnxImport.ClassNameOf(part + ".")))}\".");
        var place = model.GetMetadata("Weights");
        if (place.Length > 0 && place is not ("file" or "embedded")) Error($"Weights=\"{place}\" of '{model.ItemSpec}' is neither \"file\", beside the program, nor \"embedded\", in its assembly.");
        var full = space.Length > 0 ? $"{space}.{name}" : name;
        var item = new TaskItem(path);
        item.SetMetadata("Original", model.ItemSpec);
        item.SetMetadata("Class", name);
        item.SetMetadata("Namespace", space);
        item.SetMetadata("Dims", model.GetMetadata("Dims"));
        item.SetMetadata("Embedded", place == "embedded" ? "true" : "false");
        item.SetMetadata("Resource", full + ".safetensors");
        item.SetMetadata("Source", Path.Combine(Folder, full + ".cs"));
        item.SetMetadata("Weights", Path.Combine(Folder, full + ".safetensors"));
        item.SetMetadata("Stamp", Path.Combine(Folder, full + ".inputs"));
        return item;
    }

    // A project's name need not be a name in C#; templates write my_app for my-app.
    private static string Valid(string space) =>
        string.Join(".", space.Split(['.'], StringSplitOptions.RemoveEmptyEntries).Select(part => Regex.Replace(part, @"\W", "_")).Select(part => OnnxImport.IsName(part) ? part : "_" + part));

    private void Error(string message) => Log.LogError(null, "SNT8102", null, Project, 0, 0, 0, 0, "{0}", message);
}
