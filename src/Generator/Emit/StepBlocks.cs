using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Calls that follow one another several times over: the blocks of a deep network.</summary>
/// <param name="Start">The first call.</param>
/// <param name="Length">The calls of a block.</param>
/// <param name="Times">How many blocks there are.</param>
internal readonly record struct StepBlock(int Start, int Length, int Times)
{
    /// <summary>The call behind the last one.</summary>
    public int End => Start + (Length * Times);
}

/// <summary>Finds the blocks among the calls of a program: where the same methods are called in the same order, again and again.</summary>
internal static class StepBlocks
{
    /// <summary>The most calls of a block: the search takes time in proportion.</summary>
    private const int Longest = 256;

    /// <summary>The calls that have to be said no longer: fewer are clearer one by one.</summary>
    private const int LeastSaved = 8;

    /// <summary>The blocks in order, none of which overlaps another.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="buffers">The buffers of their program.</param>
    /// <param name="begin">The first of those to search.</param>
    /// <param name="end">The one behind the last.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public static List<StepBlock> Find(IReadOnlyList<StepCall> calls, EquatableArray<PlannedBuffer> buffers, int begin, int end, CancellationToken cancellation)
    {
        var (kinds, best) = (Kinds(calls, buffers, begin, end), new StepBlock[end]);
        for (var length = 1; length <= Math.Min(Longest, (end - begin) / 2); length++)
        {
            cancellation.ThrowIfCancellationRequested();
            var equal = 0;
            for (var start = end - length - 1; start >= begin; start--)
            {
                equal = kinds[start] == kinds[start + length] ? equal + 1 : 0;
                var again = equal / length;
                if (again * length > Saved(best[start])) best[start] = new StepBlock(start, length, again + 1);
            }
        }

        var found = new List<StepBlock>();
        for (var start = begin; start < end; start++)
        {
            if (Saved(best[start]) < LeastSaved) continue;
            found.Add(best[start]);
            start = best[start].End - 1;
        }

        return found;
    }

    // Calls of one kind are the same but for where their values are, and how much of that there is. Every call is compared with many others.
    private static int[] Kinds(IReadOnlyList<StepCall> calls, EquatableArray<PlannedBuffer> buffers, int begin, int end)
    {
        var (kinds, numbers) = (new int[end], new Dictionary<CallKind, int>());
        for (var index = begin; index < end; index++)
        {
            var call = calls[index];
            var kind = new CallKind(call.Method.Name, call.Places.Select(place => place.Start).ToEquatableArray(), call.Places.Select(place => buffers[place.Buffer].Count).ToEquatableArray());
            if (!numbers.TryGetValue(kind, out kinds[index])) numbers[kind] = kinds[index] = numbers.Count;
        }

        return kinds;
    }

    private static int Saved(StepBlock block) => block.Length * (block.Times - 1);

    private sealed record CallKind(string Method, EquatableArray<long> Starts, EquatableArray<Extent> Lengths);
}
