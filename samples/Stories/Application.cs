using System.Globalization;
using Sinter;
using Stories.Files;
using Stories.Generation;

namespace Stories;

/// <summary>The sample's story: load, tell, count.</summary>
internal static class Application
{
    public static int Run(Options options)
    {
        try
        {
            var files = ModelFiles.Find(options.Checkpoint, options.Tokenizer);
            var model = new Stories260K((ulong)options.Seed);
            if (files.Checkpoint is { } checkpoint) Llama2Checkpoint.Load(checkpoint, model.Parameters);
            else Console.WriteLine($"no checkpoint at {ModelFiles.SharedFolder}, and none named by --checkpoint: the weights are random, and so are the words");
            var tokenizer = files.Tokenizer is { } file ? TokenizerFile.Load(file) : Tokenizer.OfBytes();
            using var decoder = model.CreateDecoder(options.Threads);
            using var output = Console.OpenStandardOutput();
            var sampler = new Sampler(options.Temperature, options.TopP, options.Seed);
            var (tokens, elapsed) = StoryTeller.Tell(decoder, tokenizer, sampler, options.Prompt, options.Steps, piece =>
            {
                output.Write(piece);
                output.Flush();
            });
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens, {tokens / elapsed.TotalSeconds:N0} tokens/s"));
            return 0;
        }
        catch (Exception e) when (e is FileFormatException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
