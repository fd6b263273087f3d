using System.CommandLine;
using System.Globalization;
using Zoo.Catalog;
using Zoo.Commands;

namespace Zoo;

/// <summary>The command line, from text to commands.</summary>
internal static class CommandLine
{
    public static RootCommand Create()
    {
        var command = new RootCommand("The networks of the textbooks, compiled together with this program.") { List(), Summary(), Time(), Classify(), Train() };
        return command;
    }

    private static Command List()
    {
        var markdown = new Option<bool>("--markdown") { Description = "Print docs/zoo.md instead" };
        var command = new Command("list", "All networks: paper, lines of the declaration, parameters, input") { markdown };
        command.SetAction(parsed => ListCommand.Run(parsed.GetValue(markdown)));
        return command;
    }

    private static Command Summary()
    {
        var name = Name();
        var command = new Command("summary", "The layers of a network, with shapes, parameters, operations and memory") { name };
        command.SetAction(parsed => SummaryCommand.Run(parsed.GetValue(name)!));
        return command;
    }

    private static Command Time()
    {
        var name = Name();
        var batch = Whole("--batch", "Samples of a call", 1, 1, 1024);
        var threads = Whole("--threads", "Threads to compute with; 0 for all cores", 1, 0, 255);
        var train = new Option<bool>("--train") { Description = "Time a step of training instead of a prediction" };
        var command = new Command("time", "How long a call of a network takes, and what it allocates") { name, batch, threads, train };
        command.SetAction(parsed => TimeCommand.Run(parsed.GetValue(name)!, parsed.GetValue(batch), parsed.GetValue(threads), parsed.GetValue(train)));
        return command;
    }

    private static Command Classify()
    {
        var (name, image) = (Name(), new Argument<string>("IMAGE") { Description = "A picture: JPEG, PNG, BMP, GIF, PSD or TGA" });
        var weights = new Option<string>("--weights") { Description = "A state_dict of the network as safetensors", HelpName = "FILE", Required = true };
        var labels = new Option<string?>("--labels") { Description = "The names of the classes, one a line", HelpName = "FILE" };
        var command = new Command("classify", "What a classifier of images sees in a picture") { name, image, weights, labels };
        command.SetAction(parsed => ClassifyCommand.Run(parsed.GetValue(name)!, parsed.GetValue(image)!, parsed.GetValue(weights)!, parsed.GetValue(labels)));
        return command;
    }

    private static Command Train()
    {
        var name = Name();
        var steps = Whole("--steps", "Steps of training", 100, 1, 1_000_000);
        var batch = Whole("--batch", "Samples of a step; 0 for what suits the task", 0, 0, 1024);
        var threads = Whole("--threads", "Threads to compute with; 0 for all cores", 0, 0, 255);
        var seed = Whole("--seed", "For weights, order and what is drawn", 42, 0, int.MaxValue);
        var rate = Number("--lr", "AdamW's learning rate", 1e-3f, number => number is > 0 and < float.PositiveInfinity, "a positive number");
        var weights = new Option<string?>("--weights") { Description = "File for the trained weights", HelpName = "FILE" };
        var command = new Command("train", "Train a network on something small, with data that is drawn or at hand") { name, steps, batch, threads, seed, rate, weights };
        command.SetAction(parsed => TrainCommand.Run(
            parsed.GetValue(name)!, parsed.GetValue(steps), parsed.GetValue(batch), parsed.GetValue(rate), parsed.GetValue(threads), (ulong)parsed.GetValue(seed), parsed.GetValue(weights)));
        return command;
    }

    private static Argument<Species?> Name() => new("NAME")
    {
        Description = "A network, as 'list' calls it, in any case",
        CustomParser = result =>
        {
            var name = result.Tokens[0].Value;
            if (Species.Find(name) is { } species) return species;
            result.AddError($"There is no network '{name}'; 'list' shows all of them{Nearest(name)}.");
            return null;
        },
    };

    private static string Nearest(string name)
    {
        var near = Species.All.Where(species => species.Name.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(species.Name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return near.Length == 0 ? "" : $": perhaps {string.Join(" or ", near.Select(species => species.Name))}";
    }

    private static Option<int> Whole(string name, string description, int value, int min, int max) =>
        Number(name, description, value, number => number >= min && number <= max, $"a whole number from {min} to {max}");

    /// <summary>A number in invariant notation, whatever the machine's language.</summary>
    private static Option<T> Number<T>(string name, string description, T value, Func<T, bool> isValid, string requirement)
        where T : struct, IParsable<T> => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            if (T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) && isValid(number)) return number;
            result.AddError($"{name} must be {requirement}, not '{result.Tokens[0].Value}'.");
            return default;
        },
    };
}
