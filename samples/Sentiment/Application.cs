using System.Globalization;
using Sentiment.Charts;
using Sentiment.Data;
using Sentiment.Networks;
using Sentiment.Terminal;
using Sentiment.Training;
using Sinter;

namespace Sentiment;

/// <summary>The sample's story: read, train each network, compare.</summary>
internal static class Application
{
    public static int Run(Options options)
    {
        try
        {
            CheckOutputs(options);
            var data = DataSource.Find(options.DataFolder, options.Limit, options.Training.Seed);
            var vocabulary = Vocabulary.Of(data.Training.Select(review => review.Text));
            var (training, test) = (new ReviewSet(data.Training, vocabulary), new ReviewSet(data.Test, vocabulary));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"data: {data.Description}, {training.Count} reviews to train on, {test.Count} to test, {vocabulary.Count} words"));
            Console.WriteLine();
            var convergences = options.Networks.Select(network => Train(network, training, test, options)).ToList();
            Compare(convergences, options.Chart);
            return 0;
        }
        catch (Exception e) when (e is DataFileException or IOException or UnauthorizedAccessException or NonFiniteLossException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    /// <summary>Fails now for what would fail after hours of training.</summary>
    /// <exception cref="DataFileException">There is no folder to write to.</exception>
    private static void CheckOutputs(Options options)
    {
        if (options.Weights is { } folder && !Directory.Exists(folder)) throw new DataFileException(folder, "there is no such folder to save the weights in.");
        if (Directory.Exists(options.Chart)) throw new DataFileException(options.Chart, "is a folder, not a file for the chart.");
        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(options.Chart)))) throw new DataFileException(options.Chart, "there is no such folder to save the chart in.");
    }

    private static void Compare(IReadOnlyList<Convergence> convergences, string path)
    {
        var charts = ConvergenceReport.Charts(convergences);
        foreach (var chart in charts) ChartDisplay.Show(chart);
        foreach (var row in ConvergenceReport.Table(convergences)) Console.WriteLine(row);
        Console.WriteLine();
        File.WriteAllText(path, SvgChart.Draw(charts));
        Console.WriteLine($"saved {path}");
    }

    private static Convergence Train(SentimentNetwork network, ReviewSet training, ReviewSet test, Options options)
    {
        Console.WriteLine(network.Info.Summary());
        var model = network.Create((ulong)options.Training.Seed);
        Convergence? convergence = null;
        TrainingDisplay.ForConsole().Show(progress => convergence = TrainingRun.Train(network, model, training, test, options.Training, progress));
        if (options.Weights is { } folder)
        {
            var path = Path.Combine(folder, $"sentiment-{network.Name}.safetensors");
            model.Save(path);
            Console.WriteLine($"saved {path}");
        }

        Console.WriteLine();
        return convergence!;
    }
}
