using System.Globalization;
using Digits.Data;
using Digits.Networks;
using Digits.Terminal;
using Digits.Training;
using Sinter;

namespace Digits;

/// <summary>The sample's story: train, evaluate, save, reload, predict.</summary>
internal static class Application
{
    public static int Run(Options options)
    {
        try
        {
            if (!options.Sweep) WeightsFile.Check(options.Weights, toRead: options.Predict);
            var data = DataSource.Find(options.DataFolder, options.Training.Seed);
            Console.WriteLine($"data: {data.Description}, {data.Training.Count} images to train on, {data.Test.Count} to test");
            Console.WriteLine();
            if (options.Sweep) KernelComparison.Run(data, options.Training);
            else Predict(options.Predict ? options.Network.Load(options.Weights) : Train(options, data), options, data.Test);
            return 0;
        }
        catch (Exception e) when (e is DataFileException or IOException or UnauthorizedAccessException or NonFiniteLossException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Trains and saves; what is returned was read back from the file.</summary>
    private static DigitModel Train(Options options, DataSource data)
    {
        Console.WriteLine(options.Network.Info.Summary());
        var model = options.Network.Create((ulong)options.Training.Seed);
        var elapsed = TimeSpan.Zero;
        TrainingDisplay.ForConsole().Show(progress => elapsed = TrainingRun.Train(model, data.Training, options.Training, progress));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"trained in {elapsed.TotalSeconds:F1} s"));
        model.Save(options.Weights);
        Console.WriteLine($"saved {options.Weights}");
        Console.WriteLine();
        return options.Network.Load(options.Weights);
    }

    private static void Predict(DigitModel model, Options options, DigitSet test)
    {
        var evaluation = Evaluation.Of(model, test, options.Training.Threads);
        foreach (var index in Showcase(evaluation)) Console.WriteLine(DigitArt.Draw(test, evaluation, index));
        Console.WriteLine($"test accuracy: {evaluation}");
    }

    /// <summary>The first two digits of the test set and the first that was read wrong.</summary>
    private static IEnumerable<int> Showcase(Evaluation evaluation)
    {
        var mistake = Enumerable.Range(0, evaluation.Total).FirstOrDefault(i => !evaluation.IsCorrect(i), defaultValue: 2);
        return new[] { 0, 1, mistake }.Where(i => i < evaluation.Total).Distinct();
    }
}
