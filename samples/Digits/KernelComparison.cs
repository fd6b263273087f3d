using System.Globalization;
using Digits.Data;
using Digits.Networks;
using Digits.Terminal;
using Digits.Training;

namespace Digits;

/// <summary>What the size of a kernel costs and buys: SimpleCnn with 1x1, 3x3, 5x5 and 7x7 kernels, trained alike.</summary>
internal static class KernelComparison
{
    public static void Run(DataSource data, TrainingSettings settings)
    {
        var rows = new List<string>();
        foreach (var (kernel, network) in Catalog.Sweep)
        {
            Console.WriteLine($"kernel {kernel}x{kernel}");
            var model = network.Create((ulong)settings.Seed);
            var elapsed = TimeSpan.Zero;
            TrainingDisplay.ForConsole().Show(progress => elapsed = TrainingRun.Train(model, data.Training, settings, progress));
            var evaluation = Evaluation.Of(model, data.Test, settings.Threads);
            Console.WriteLine($"test accuracy: {evaluation}");
            rows.Add(string.Create(CultureInfo.InvariantCulture,
                $"{kernel}x{kernel,-4}  {network.Info.ParameterCount,10:N0}  {100.0 * evaluation.Correct / evaluation.Total,7:F2}%  {elapsed.TotalSeconds,6:F1} s"));
        }
        Console.WriteLine();
        Console.WriteLine("kernel  parameters  accuracy      time");
        foreach (var row in rows) Console.WriteLine(row);
    }
}
