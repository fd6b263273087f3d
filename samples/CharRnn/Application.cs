using System.Globalization;
using CharRnn.Data;
using CharRnn.Networks;
using CharRnn.Sampling;
using CharRnn.Terminal;
using CharRnn.Training;
using Sinter;

namespace CharRnn;

/// <summary>The sample's story: train, measure, save, write.</summary>
internal static class Application
{
    public static int Run(Options options)
    {
        try
        {
            CheckpointFile.Check(options.Checkpoint, toRead: options.Resume || options.Generate);
            var model = options.Network.Create((ulong)options.Training.Seed);
            if (options.Generate) Load(model, options);
            else Train(model, options);
            Write(model, options);
            return 0;
        }
        catch (Exception e) when (e is DataFileException or IOException or UnauthorizedAccessException or NonFiniteLossException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static void Train(TextModel model, Options options)
    {
        var text = TextSource.Find(options.TextFile, options.Network.Context);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"data: {text.Description}, {text.Training.Length:N0} characters to train on, {text.Validation.Length:N0} to validate"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{options.Network.Name}: {options.Network.Info.ParameterCount:N0} parameters, {options.Training.Batch} windows of {options.Network.Context} characters a step"));
        using var run = new TrainingRun(model, options.Network.Context, text, options.Training, options.Checkpoint, options.Resume);
        if (options.Resume) Console.WriteLine($"resumed {options.Checkpoint} after step {run.StepCount}");
        using var interruption = new Interruption();
        var result = default(TrainingResult);
        TrainingDisplay.ForConsole().Show(progress => result = run.Train(progress, interruption.Token));
        var verb = result.Step < options.Training.Iterations ? $"interrupted after step {result.Step}" : "trained";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verb} in {result.Elapsed.TotalSeconds:F1} s, {result.ProcessorTime.TotalSeconds:F1} s of processor time; saved {options.Checkpoint}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"validation loss: {run.ValidationLoss():F4} nats per character"));
    }

    /// <summary>A checkpoint is a trainer's, so a trainer reads it; the weights are the model's from then on.</summary>
    private static void Load(TextModel model, Options options)
    {
        var (trainer, _) = model.CreateTrainer(options.Training.CreateOptimizer(), 1, 1, 0);
        using (trainer) trainer.LoadCheckpoint(options.Checkpoint);
    }

    private static void Write(TextModel model, Options options)
    {
        var sample = options.Sample;
        if (sample.Length == 0) return;
        Console.WriteLine();
        Console.Write(sample.Prompt);
        using var reader = model.CreateReader();
        foreach (var character in Writing.Continue(reader, sample.Prompt, sample.Length, new Sampler(sample.Temperature, options.Training.Seed)))
            Console.Write(character);
        Console.WriteLine();
    }
}
