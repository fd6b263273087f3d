using System.CommandLine;
using System.Globalization;

namespace Import;

/// <summary>What the command line asked for.</summary>
/// <param name="DataFolder">Where MNIST's files of test pictures are, or null to look for them.</param>
/// <param name="Count">How many pictures are read.</param>
/// <param name="Shown">How many of them are shown.</param>
internal sealed record Options(string? DataFolder, int Count, int Shown);

/// <summary>The command line, from text to <see cref="Options"/>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Options, int> run)
    {
        var data = new Option<string?>("--data") { Description = "Folder with MNIST's IDX files of test pictures, as they are or gzipped", HelpName = "DIR" };
        var count = Whole("--count", "How many pictures to read", 1000, 1, 10_000);
        var show = Whole("--show", "How many of them to show", 3, 0, 10_000);
        var command = new RootCommand("Reads handwritten digits with a network that came as an ONNX file and was compiled together with this program.") { data, count, show };
        command.SetAction(parsed => run(new Options(parsed.GetValue(data), parsed.GetValue(count), parsed.GetValue(show))));
        return command;
    }

    private static Option<int> Whole(string name, string description, int value, int min, int max) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
            result.AddError($"{name} must be a whole number from {min} to {max}, not '{result.Tokens[0].Value}'.");
            return default;
        },
    };
}
