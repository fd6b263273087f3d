using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <content>What lies in the workspace, and from when to when: above the calls that read and write it.</content>
internal sealed partial class StepWriter
{
    // Of more values, a table is no help.
    private const int MostValues = 48;

    private sealed record Lifetime(PlannedBuffer Buffer, string First, string Last);

    private void WriteMemory(List<StepCall> calls)
    {
        var lifetimes = Lifetimes(calls);
        if (lifetimes.Count is 0 or > MostValues) return;
        var most = symbols.Count == 0 ? "" : " with symbols at their largest";
        WriteMemory("Floats of each sample" + most, lifetimes.Where(lifetime => lifetime.Buffer.Storage == Storage.Batched));
        WriteMemory("Floats of the call" + most, lifetimes.Where(lifetime => lifetime.Buffer.Storage == Storage.Fixed));
        writer.Line();
    }

    private void WriteMemory(string title, IEnumerable<Lifetime> lifetimes)
    {
        var rows = lifetimes.OrderBy(lifetime => lifetime.Buffer.Offset).ThenBy(lifetime => lifetime.Buffer.First)
            .Select(lifetime => (
                Begin: Literal.Of(lifetime.Buffer.Offset), End: Literal.Of(lifetime.Buffer.Offset + lifetime.Buffer.Length - 1), Name: lifetime.Buffer.Name.Replace('\r', ' ').Replace('\n', ' '),
                Time: lifetime.First == lifetime.Last ? lifetime.First : $"{lifetime.First} … {lifetime.Last}")).ToList();
        if (rows.Count == 0) return;
        var (begin, end, name) = (rows.Max(row => row.Begin.Length), rows.Max(row => row.End.Length), rows.Max(row => row.Name.Length));
        writer.Line($"// {title}, what they hold, and from which step to which:");
        foreach (var row in rows) writer.Line($"//   {row.Begin.PadLeft(begin)} … {row.End.PadLeft(end)}   {row.Name.PadRight(name)}   {row.Time}");
    }

    // The values with memory of their own in the workspace, each with the steps that touch it first and last: before the first lies what a
    // caller gives.
    private List<Lifetime> Lifetimes(List<StepCall> calls)
    {
        var (first, last) = (new Dictionary<int, string>(), new Dictionary<int, string>());
        foreach (var input in program.Inputs)
        {
            if (input.Buffer is { } given) first[given] = "input";
        }

        foreach (var call in calls)
        {
            foreach (var step in call.Step is BandStep bands ? bands.Body.Select(banded => (Step)banded.Kernel) : [call.Step])
            {
                StepAccesses.Visit(step, (index, _) =>
                {
                    var whole = PlannedBuffer.Whole(program.Buffers, index);
                    if (!first.ContainsKey(whole)) first[whole] = call.Method.Name;
                    last[whole] = call.Method.Name;
                });
            }
        }

        // A cache of a decoder.
        foreach (var index in last.Keys.Where(index => program.Buffers[index].Last == int.MaxValue).ToList()) last[index] = "later calls";
        foreach (var (_, output) in program.Outputs) last[output] = "output";
        if (program.Loss is { } loss) last[loss] = "loss";
        return [.. last.Where(pair => first.ContainsKey(pair.Key) && program.Buffers[pair.Key] is { Storage: Storage.Batched or Storage.Fixed }).Select(pair => new Lifetime(program.Buffers[pair.Key], first[pair.Key], pair.Value))];
    }
}
