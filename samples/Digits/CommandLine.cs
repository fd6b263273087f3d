using System.CommandLine;
using System.Globalization;
using Digits.Networks;
using Digits.Training;

namespace Digits;

/// <summary>The command line, from text to <see cref="Options"/>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Options, int> run)
    {
        var data = new Option<string?>("--data") { Description = "Folder with MNIST's four IDX files, as they are or gzipped", HelpName = "DIR" };
        var network = new Option<string>("--network") { Description = "The network to train", DefaultValueFactory = _ => Catalog.SimpleCnn.Name };
        network.AcceptOnlyFromAmong([.. Catalog.ByName.Select(known => known.Name)]);
        var epochs = Whole("--epochs", "How often to see every image", 4, 1, 10_000);
        var batch = Whole("--batch", "Images per training step", 64, 1, 10_000);
        var rate = Number("--lr", "Adam's learning rate", 1e-3f, rate => rate is > 0 and < float.PositiveInfinity, "a positive number");
        var seed = Number("--seed", "For weights, order and drawn digits", 42, _ => true, "a whole number");
        var threads = Whole("--threads", "Threads to compute with; 0 for all cores", 0, 0, 255);
        var weights = new Option<string>("--weights") { Description = "File for the trained weights", HelpName = "FILE", DefaultValueFactory = _ => "digits.safetensors" };
        var sweep = new Option<bool>("--sweep") { Description = "Compare SimpleCnn with kernels of 1, 3, 5 and 7 pixels" };
        var predict = new Option<bool>("--predict") { Description = "Do not train: load the weights and predict" };

        var command = new RootCommand("Trains a network that was compiled together with this program to read handwritten digits.")
        {
            data, network, epochs, batch, rate, seed, threads, weights, sweep, predict,
        };
        command.SetAction(parsed => run(new Options(
            Catalog.ByName.Single(known => known.Name == parsed.GetValue(network)),
            new TrainingSettings(parsed.GetValue(epochs), parsed.GetValue(batch), parsed.GetValue(rate), parsed.GetValue(seed), parsed.GetValue(threads)),
            parsed.GetValue(data), parsed.GetValue(weights)!, parsed.GetValue(sweep), parsed.GetValue(predict))));
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
