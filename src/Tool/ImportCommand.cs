using System.CommandLine;
using Sinter.Onnx;

namespace Sinter.Tool;

/// <summary><c>dotnet sinter import model.onnx</c>: writes the class and the weights once, for who wants to own them.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var model = new Argument<FileInfo>("model") { Description = "The ONNX file." };
        var output = new Option<DirectoryInfo>("--output", "-o") { Description = "The folder to write to.", DefaultValueFactory = _ => new DirectoryInfo(".") };
        var name = new Option<string?>("--class") { Description = "The name of the class; by default that of the file." };
        var space = new Option<string?>("--namespace") { Description = "The namespace of the class; by default none." };
        var dims = new Option<string?>("--dims") { Description = "What is known of extents that the file leaves open: \"batch=?, T=1..512\"." };
        var force = new Option<bool>("--force") { Description = "Replaces files that are there." };
        var command = new Command("import", "Writes a class in C# and its weights from an ONNX file.") { model, output, name, space, dims, force };
        command.SetAction(result => Run(result.GetRequiredValue(model), result.GetRequiredValue(output), result.GetValue(name), result.GetValue(space), result.GetValue(dims), result.GetValue(force)));
        return command;
    }

    private static int Run(FileInfo model, DirectoryInfo output, string? name, string? space, string? dims, bool isForced)
    {
        try
        {
            var className = name ?? OnnxImport.ClassNameOf(model.FullName);
            if (!OnnxImport.IsName(className)) return Fail($"'{className}' is no name of a class in C#; write letters, digits and underscores, such as {OnnxImport.ClassNameOf(className)}.");
            if (space is not null && !space.Split('.').All(OnnxImport.IsName)) return Fail($"'{space}' is no namespace in C#; write names with dots between them.");
            var imported = OnnxImport.Read(model.FullName, className, space, dims);
            var source = Path.Combine(output.FullName, className + ".cs");
            var weights = imported.WeightsName is { } file ? Path.Combine(output.FullName, file) : null;
            foreach (var path in new[] { source, weights }.OfType<string>().Where(File.Exists))
            {
                if (isForced) continue;
                return Fail($"{path} is there already; --force replaces it.");
            }

            output.Create();
            if (weights is not null) imported.SaveWeights(weights);
            File.WriteAllText(source, imported.Source);
            Console.WriteLine($"wrote {source}{(weights is null ? "" : $" and {weights}, which {className}.Load() looks for beside the program")}");
            return 0;
        }
        catch (Exception exception) when (exception is OnnxException or IOException or UnauthorizedAccessException)
        {
            return Fail(exception.Message);
        }
    }

    private static int Fail(string message)
    {
        Console.Error.WriteLine(message);
        return 1;
    }
}
