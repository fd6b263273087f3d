using System.Globalization;
using System.Text;
using Sinter.Runtime;

namespace Sinter;

/// <summary>Writes <see cref="NetworkInfo.Summary"/>: text columns on the left, numbers on the right, the same in every culture.</summary>
internal static class SummaryTable
{
    private const string Gap = "   ";

    public static string Write(NetworkInfo info)
    {
        var text = new StringBuilder();
        text.Append(info.Name);
        if (info.Inputs.Count > 0) text.Append(": ").AppendJoin(", ", info.Inputs.Select(Describe));
        if (info.Outputs.Count > 0) text.Append(" → ").AppendJoin(", ", info.Outputs.Select(Describe));
        if (info.Dimensions.Count > 0) text.Append('\n').AppendJoin(", ", info.Dimensions).Append("; operations and memory at the largest");
        text.Append("\n\n");
        WriteColumns(text, Layers(info), leftAligned: 3, hasTotal: true);
        if (info.FrozenParameterCount is var frozen and > 0) text.Append(Invariant($"Parameters trained: {Count(info.ParameterCount - frozen)}, frozen: {Count(frozen)}\n"));
        text.Append('\n');
        WriteColumns(text, Memory(info), leftAligned: 1, hasTotal: false);
        return text.ToString();
    }

    private static List<string[]> Layers(NetworkInfo info)
    {
        var rows = new List<string[]> { Row("Layer", "Kind", "Output", "Parameters", "Frozen", "FLOPs/sample", "Sees") };
        var flops = 0L;
        foreach (var layer in info.Layers)
        {
            flops = layer.Flops <= long.MaxValue - flops ? flops + layer.Flops : long.MaxValue;
            var name = new string(' ', 2 * layer.Depth) + layer.Name;
            var field = layer.SeenHeight > 0 ? Invariant($"{layer.SeenHeight}x{layer.SeenWidth}") : "";
            rows.Add(Row(name, layer.Kind, layer.Output, CountOrBlank(layer.Parameters), CountOrBlank(layer.FrozenParameters), CountOrBlank(layer.Flops), field));
        }

        rows.Add(Row("Total", "", "", Count(info.ParameterCount), Count(info.FrozenParameterCount), Count(flops), ""));
        return rows;

        string[] Row(string name, string kind, string output, string parameters, string frozen, string operations, string field) =>
            info.FrozenParameterCount > 0 ? [name, kind, output, parameters, frozen, operations, field] : [name, kind, output, parameters, operations, field];
    }

    private static List<string[]> Memory(NetworkInfo info)
    {
        var states = info.States.Sum(state => state.ArenaLength);
        var rows = new List<string[]> { (string[])["Memory", "Fixed", "Per sample", "Unplanned", "Saved"] };
        rows.Add(["Parameters", Bytes(sizeof(float) * info.ParameterCount), "", "", ""]);
        if (states > 0) rows.Add(["States", Bytes(sizeof(float) * states), "", "", ""]);
        if (info.PreparedLength > 0) rows.Add(["Prepared for inference", Bytes(sizeof(float) * info.PreparedLength), "", "", ""]);
        rows.Add(Plan("Inference", info.Inference));
        if (info.Training is { } training) rows.Add(Plan("Training", training));
        return rows;
    }

    private static string[] Plan(string name, ArenaPlan plan)
    {
        var (planned, naive) = (plan.Bytes(), plan.NaiveBytes());
        var isKnown = plan.NaiveBatchedLength + plan.NaiveFixedLength > 0;
        return
        [
            name,
            Bytes(sizeof(float) * (plan.FixedLength + plan.Scratch(threads: 1))),
            Bytes(sizeof(float) * plan.BatchedLength),
            isKnown ? Bytes(naive) : "",
            isKnown ? Invariant($"{100 * (1 - ((double)planned / naive)):F0}%") : "",
        ];
    }

    private static void WriteColumns(StringBuilder text, List<string[]> rows, int leftAligned, bool hasTotal)
    {
        var widths = new int[rows[0].Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], row[i].Length);
        }

        var line = new string('─', widths.Sum() + (Gap.Length * (widths.Length - 1)));
        for (var r = 0; r < rows.Count; r++)
        {
            if (r == 1 || (hasTotal && r == rows.Count - 1)) text.Append(line).Append('\n');
            var cells = rows[r].Select((cell, i) => i < leftAligned ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }
    }

    private static string Describe(PortInfo port)
    {
        var extents = port.Extents ?? port.Shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture));
        return $"{port.Name} [{string.Join(", ", extents.Prepend("B"))}]{(port.IsOptional ? " or nothing" : "")}";
    }

    private static string CountOrBlank(long count) => count == 0 ? "" : Count(count);

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(Int128 bytes) => MemorySize.Describe(bytes);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
