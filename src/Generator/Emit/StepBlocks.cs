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
        var best = new StepBlock[end];
        for (var length = 1; length <= Math.Min(Longest, (end - begin) / 2); length++)
        {
            cancellation.ThrowIfCancellationRequested();
            var equal = 0;
            for (var start = end - length - 1; start >= begin; start--)
            {
                equal = IsEqual(calls[start], calls[start + length], buffers) ? equal + 1 : 0;
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

    // The same but for where, and how much of it there is.
    private static bool IsEqual(StepCall one, StepCall other, EquatableArray<PlannedBuffer> buffers) =>
        ReferenceEquals(one.Method, other.Method) && one.Places.Zip(other.Places, (left, right) => left.Start == right.Start && buffers[left.Buffer].Count == buffers[right.Buffer].Count).All(isSame => isSame);

    private static int Saved(StepBlock block) => block.Length * (block.Times - 1);
}
