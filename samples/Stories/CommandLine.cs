using System.CommandLine;
using System.Globalization;

namespace Stories;

/// <summary>The command line, from text to <see cref="Options"/>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Func<Options, int> run)
    {
        var checkpoint = new Option<string?>("--checkpoint") { Description = "The weights, in llama2.c's format", HelpName = "FILE" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "The tokenizer that belongs to them, in llama2.c's format", HelpName = "FILE" };
        var prompt = new Option<string>("--prompt") { Description = "How the story begins", DefaultValueFactory = _ => "" };
        var steps = Number("--steps", "The most tokens of the story", 256, number => number is >= 1 and <= Stories260K.MaxLength, $"a whole number from 1 to {Stories260K.MaxLength}");
        var temperature = Number("--temperature", "How freely tokens are drawn; 0 takes the likeliest", 0f, number => number is >= 0 and <= 10, "a number from 0 to 10");
        var topP = Number("--top-p", "Draw from the likeliest tokens of this probability", 0.9f, number => number is > 0 and <= 1, "a number above 0 and up to 1");
        var seed = Number("--seed", "For drawing", 42, _ => true, "a whole number");
        var threads = Number("--threads", "Threads to compute with; 0 for all cores", 1, number => number is >= 0 and <= 255, "a whole number from 0 to 255");

        var command = new RootCommand("Tells stories with a LLaMA network that was compiled together with this program.")
        {
            checkpoint, tokenizer, prompt, steps, temperature, topP, seed, threads,
        };
        command.SetAction(parsed => run(new Options(
            parsed.GetValue(checkpoint), parsed.GetValue(tokenizer), parsed.GetValue(prompt)!, parsed.GetValue(steps),
            parsed.GetValue(temperature), parsed.GetValue(topP), parsed.GetValue(seed), parsed.GetValue(threads))));
        return command;
    }

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
