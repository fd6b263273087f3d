using System.Globalization;
using Sentiment.Charts;

namespace Sentiment.Training;

/// <summary>Several networks' training side by side: as charts and as a table.</summary>
internal static class ConvergenceReport
{
    /// <summary>The loss on the reviews that are learned from, and the accuracy on those that are not.</summary>
    public static IReadOnlyList<Chart> Charts(IReadOnlyList<Convergence> convergences) =>
    [
        new("Training loss", "epochs", "cross entropy", "0.0#",
            [.. convergences.Select(each => new ChartLine(each.Network, [.. each.Losses.Select(point => new ChartPoint(point.Epoch, point.Loss))]))]),
        new("Test accuracy", "epochs", "reviews told correctly, %", "0.#",
            [.. convergences.Select(each => new ChartLine(each.Network, [.. each.Epochs.Select(epoch => new ChartPoint(epoch.Epoch, 100 * epoch.Accuracy))]))]),
    ];

    /// <summary>The rows of a Markdown table: an epoch in each, and loss, accuracy and time of each network.</summary>
    public static IReadOnlyList<string> Table(IReadOnlyList<Convergence> convergences)
    {
        string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
        var heads = convergences.SelectMany(each => new[] { $"{each.Network} loss", "test accuracy", "seconds" }).Prepend("epoch").ToList();
        var rows = new List<string> { Row(heads), Row(heads.Select(head => new string('-', head.Length - 1) + ":")) };
        for (var i = 0; i < convergences.Max(each => each.Epochs.Count); i++)
        {
            var cells = convergences.SelectMany(each => Cells(each.Epochs[i])).Prepend((i + 1).ToString(CultureInfo.InvariantCulture));
            rows.Add(Row(cells.Select((cell, column) => cell.PadLeft(heads[column].Length))));
        }

        return rows;
    }

    private static string[] Cells(EpochResult epoch) =>
    [
        epoch.Loss.ToString("F4", CultureInfo.InvariantCulture),
        (100 * epoch.Accuracy).ToString("F2", CultureInfo.InvariantCulture) + " %",
        epoch.Training.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture),
    ];
}
