namespace Sinter.Golden;

/// <summary>Measures what calls allocate on this thread.</summary>
internal static class Allocation
{
    // The just-in-time compiler allocates on the thread that first takes a path, such as waiting for a helper: once in a
    // process, so a round without any of it is the measure. What a call itself allocates shows in every round.
    public static long Of(int calls, Action call)
    {
        call();
        var least = long.MaxValue;
        for (var round = 0; round < 3 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < calls; i++) call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
