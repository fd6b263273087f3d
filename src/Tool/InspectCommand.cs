using System.CommandLine;
using Sinter.Onnx;
using Spectre.Console;

namespace Sinter.Tool;

/// <summary><c>dotnet sinter inspect model.onnx</c>: what is in a file, and what cannot be compiled, before anything is written.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var model = new Argument<FileInfo>("model") { Description = "The ONNX file." };
        var dims = new Option<string?>("--dims") { Description = "What is known of extents that the file leaves open: \"batch=?, T=1..512\"." };
        var command = new Command("inspect", "Prints inputs, outputs and operators of an ONNX file, and what of it cannot be compiled.") { model, dims };
        command.SetAction(result => Run(result.GetRequiredValue(model), result.GetValue(dims)));
        return command;
    }

    private static int Run(FileInfo model, string? dims)
    {
        try
        {
            var inspected = OnnxInspection.Read(model.FullName, dims);
            Console.WriteLine(inspected.Ports);
            if (inspected.Open.Count > 0) Console.WriteLine($"left open: {string.Join(", ", inspected.Open)} (--dims says what is known)");
            var table = new Table().Border(TableBorder.Minimal).AddColumn("operator").AddColumn(new TableColumn("count").RightAligned()).AddColumn("");
            foreach (var row in inspected.Operators) table.AddRow(Markup.Escape(row.Name), $"{row.Count}", row.IsKnown ? "" : "cannot be compiled");
            AnsiConsole.Write(table);
            Console.WriteLine(inspected.Obstacle is null ? $"The model can be compiled: {inspected.Signature}" : $"The model cannot be compiled: {inspected.Obstacle}");
            return inspected.Obstacle is null ? 0 : 1;
        }
        catch (Exception exception) when (exception is OnnxException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }
}
