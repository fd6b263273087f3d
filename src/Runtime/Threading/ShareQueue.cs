using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>
/// The shares of a seat nobody has taken yet. The thread in the seat takes the first, others the last; which job they belong to is part of
/// the same word, so that a thread that comes too late takes none of the next job's. As long as a cache line, for each is written often.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct ShareQueue
{
    private const int ShareBits = 11;
    private const long ShareMask = (1 << ShareBits) - 1;

    // The number of the job, the first share, and the one behind the last.
    [FieldOffset(0)]
    private long word;

    /// <summary>Makes [<paramref name="first"/>, <paramref name="end"/>) the shares of a job.</summary>
    public void Fill(long job, int first, int end) => Volatile.Write(ref word, Word(job, first, end));

    /// <summary>Takes a share of a job, if one is left.</summary>
    public bool TryTake(long job, bool fromEnd, out int share)
    {
        while (true)
        {
            var seen = Volatile.Read(ref word);
            var first = (int)((seen >> ShareBits) & ShareMask);
            var end = (int)(seen & ShareMask);
            share = fromEnd ? end - 1 : first;
            if (first >= end || seen != Word(job, first, end)) return false;
            var rest = fromEnd ? Word(job, first, end - 1) : Word(job, first + 1, end);
            if (Interlocked.CompareExchange(ref word, rest, seen) == seen) return true;
        }
    }

    private static long Word(long job, int first, int end) => (job << (2 * ShareBits)) | ((long)first << ShareBits) | (uint)end;
}
