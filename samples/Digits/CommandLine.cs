using System.CommandLine;
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
        var epochs = Positive("--epochs", "How often to see every image", 2);
        var batch = Positive("--batch", "Images per training step", 64);
        var rate = new Option<float>("--lr") { Description = "Adam's learning rate", DefaultValueFactory = _ => 1e-3f };
        rate.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<float>() is > 0 and < float.PositiveInfinity)) result.AddError("--lr must be a positive number.");
        });
        var seed = new Option<int>("--seed") { Description = "For weights, order and drawn digits", DefaultValueFactory = _ => 42 };
        var threads = Positive("--threads", "Threads to compute with", Environment.ProcessorCount);
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

    private static Option<int> Positive(string name, string description, int value)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1) result.AddError($"{name} must be 1 or more.");
        });
        return option;
    }
}
