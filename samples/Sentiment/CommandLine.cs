using System.CommandLine;
using System.Globalization;
using Sentiment.Networks;
using Sentiment.Training;

namespace Sentiment;

/// <summary>The command line, from text to <see cref="Options"/>.</summary>
internal static class CommandLine
{
    private const string Everything = "all";

    public static RootCommand Create(Func<Options, int> run)
    {
        var data = new Option<string?>("--data") { Description = "Folder with imdb-train.tsv.gz and imdb-test.tsv.gz", HelpName = "DIR" };
        var network = new Option<string>("--network") { Description = "The network to train", DefaultValueFactory = _ => Everything };
        network.AcceptOnlyFromAmong([.. Catalog.All.Select(known => known.Name), Everything]);
        var epochs = Whole("--epochs", "How often to see every review", 4, 1, 10_000);
        var batch = Whole("--batch", "Reviews per training step", 32, 1, 10_000);
        var rate = Number<double>("--lr", "Adam's learning rate; by default 0.001, for the Transformer 0.0005", 0, rate => rate is > 0 and < double.PositiveInfinity, "a positive number");
        rate.DefaultValueFactory = null;
        var seed = Number("--seed", "For weights, order and written reviews", 42, _ => true, "a whole number");
        var threads = Whole("--threads", "Threads to compute with; 0 for all cores", 0, 0, 255);
        var limit = Whole("--limit", "The most reviews to train on, and to test on; 0 for all", 0, 0, int.MaxValue);
        var weights = new Option<string?>("--weights") { Description = "Folder to save the trained weights in", HelpName = "DIR" };
        var chart = new Option<string>("--chart") { Description = "File for the chart", HelpName = "FILE", DefaultValueFactory = _ => "sentiment.svg" };

        var command = new RootCommand("Trains three networks that were compiled together with this program to tell whether a review is kind, and compares how they converge.")
        {
            data, network, epochs, batch, rate, seed, threads, limit, weights, chart,
        };
        command.SetAction(parsed => run(new Options(
            [.. Catalog.All.Where(known => parsed.GetValue(network) is Everything || known.Name == parsed.GetValue(network))],
            new TrainingSettings(
                parsed.GetValue(epochs), parsed.GetValue(batch), parsed.GetResult(rate) is null ? null : parsed.GetValue(rate),
                parsed.GetValue(seed), parsed.GetValue(threads)),
            parsed.GetValue(data), parsed.GetValue(limit) is var most and > 0 ? most : int.MaxValue, parsed.GetValue(weights), parsed.GetValue(chart)!)));
        return command;
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
