using System.CommandLine;
using System.Globalization;

namespace AttentionMap;

/// <summary>The command line, from text to <see cref="Options"/>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Options, int> run)
    {
        var sentence = new Option<string>("--sentence")
        {
            Description = "The sentence to show; a woman, a man and a thing of the grammar, with pronouns for them",
            DefaultValueFactory = _ => "Anna asked Ben for his book and he gave it to her .",
        };
        var head = Whole("--head", "The head to show; by default the one that looks at what pronouns stand for", 0, 1, ReferenceNetwork.Heads);
        head.DefaultValueFactory = null;
        var steps = Whole("--steps", "Batches of 32 sentences to learn from", 1000, 1, 1_000_000);
        var seed = Whole("--seed", "For weights and sentences", 42, int.MinValue, int.MaxValue);
        var threads = Whole("--threads", "Threads to compute with; 0 for all cores", 1, 0, 255);
        var map = new Option<string>("--map") { Description = "File for the map", HelpName = "FILE", DefaultValueFactory = _ => "attention.svg" };
        var command = new RootCommand("Trains an attention to find what pronouns stand for, and shows where it looks.") { sentence, head, steps, seed, threads, map };
        command.SetAction(parsed => run(new Options(
            parsed.GetValue(sentence)!, parsed.GetResult(head) is null ? null : parsed.GetValue(head),
            parsed.GetValue(steps), parsed.GetValue(seed), parsed.GetValue(threads), parsed.GetValue(map)!)));
        return command;
    }

    /// <summary>A whole number in invariant notation, whatever the machine's language.</summary>
    private static Option<int> Whole(string name, string description, int value, int min, int max) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max) return number;
            result.AddError($"{name} must be a whole number from {min} to {max}, not '{text}'.");
            return default;
        },
    };
}
