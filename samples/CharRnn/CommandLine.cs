using System.CommandLine;
using System.Globalization;
using CharRnn.Data;
using CharRnn.Networks;
using CharRnn.Training;

namespace CharRnn;

/// <summary>The command line, from text to <see cref="Options"/>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Options, int> run)
    {
        var data = new Option<string?>("--data") { Description = "Text to learn from, as it is or gzipped", HelpName = "FILE" };
        var network = new Option<string>("--network") { Description = "The network to train", HelpName = "rnn|lstm|gru|gpt", DefaultValueFactory = _ => Catalog.Lstm.Name };
        string[] names = [.. Catalog.ByName.Select(known => known.Name)];
        network.CompletionSources.Add(names);
        network.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var name && !names.Contains(name))
                result.AddError($"--network must be one of {string.Join(", ", names)}, not '{name}'.");
        });
        var iterations = Whole("--iterations", "Training steps, those before a resumed checkpoint included", 2_000, 1, 10_000_000);
        var batch = Whole("--batch", "Windows per training step; by default what suits the network", null, 1, 10_000);
        var rate = Number<float>("--lr", "AdamW's highest learning rate; by default what suits the network", null, rate => rate is > 0 and < float.PositiveInfinity, "a positive number");
        var seed = Whole("--seed", "For weights, windows and samples", 42, 0, int.MaxValue);
        var threads = Whole("--threads", "Threads to compute with; 0 for all cores", 0, 0, 255);
        var checkpoint = new Option<string?>("--checkpoint") { Description = "File that training is saved to as it goes; by default NETWORK.safetensors", HelpName = "FILE" };
        var resume = new Option<bool>("--resume") { Description = "Go on from the checkpoint; other options as for the run that made it" };
        var generate = new Option<bool>("--generate") { Description = "Do not train: load the checkpoint and write" };
        var prompt = new Option<string>("--prompt") { Description = "What the written text goes on from", HelpName = "TEXT", DefaultValueFactory = _ => "\n" };
        prompt.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>() ?? "";
            if (text.FirstOrDefault(character => Alphabet.IndexOf(character) < 0) is not '\0' and var foreign)
                result.AddError($"--prompt may have printable ASCII and line breaks, not '{foreign}'.");
        });
        var length = Whole("--length", "Characters to write", 500, 0, 10_000_000);
        var temperature = Number<float>("--temperature", "Below 1 the likely becomes likelier; 0 always takes the likeliest", 0.8f, value => value is >= 0 and < float.PositiveInfinity, "0 or a positive number");

        var command = new RootCommand("Trains a network that was compiled together with this program to write, character by character.")
        {
            data, network, iterations, batch, rate, seed, threads, checkpoint, resume, generate, prompt, length, temperature,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(resume) && result.GetValue(generate)) result.AddError("--resume trains and --generate does not: give one of them.");
        });
        command.SetAction(parsed =>
        {
            var chosen = Catalog.ByName.Single(known => known.Name == parsed.GetValue(network));
            var training = new TrainingSettings(parsed.GetValue(iterations)!.Value, parsed.GetValue(batch) ?? chosen.Batch, parsed.GetValue(rate) ?? chosen.LearningRate,
                parsed.GetValue(seed)!.Value, parsed.GetValue(threads)!.Value);
            var sample = new SampleSettings(parsed.GetValue(prompt)!, parsed.GetValue(length)!.Value, parsed.GetValue(temperature)!.Value);
            return run(new Options(chosen, training, sample, parsed.GetValue(data), parsed.GetValue(checkpoint) ?? $"{chosen.Name}.safetensors",
                parsed.GetValue(resume), parsed.GetValue(generate)));
        });
        return command;
    }

    private static Option<int?> Whole(string name, string description, int? value, int min, int max) =>
        Number(name, description, value, number => number >= min && number <= max, $"a whole number from {min} to {max}");

    /// <summary>A number in invariant notation, whatever the machine's language.</summary>
    private static Option<T?> Number<T>(string name, string description, T? value, Func<T, bool> isValid, string requirement)
        where T : struct, IParsable<T>
    {
        var option = new Option<T?>(name)
        {
            Description = description,
            CustomParser = result =>
            {
                if (T.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var number) && isValid(number)) return number;
                result.AddError($"{name} must be {requirement}, not '{result.Tokens[0].Value}'.");
                return default;
            },
        };
        if (value is not null) option.DefaultValueFactory = _ => value;
        return option;
    }
}
