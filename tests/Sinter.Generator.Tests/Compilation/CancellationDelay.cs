using System.Diagnostics;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>How long it takes from cancelling something to its end.</summary>
internal static class CancellationDelay
{
    /// <summary>The time that <paramref name="run"/> still takes once it is cancelled at a moment; none if it ends before.</summary>
    public static TimeSpan Of(Action<CancellationToken> run, TimeSpan moment)
    {
        using var source = new CancellationTokenSource();
        var cancelled = 0L;
        using var registration = source.Token.Register(() => cancelled = Stopwatch.GetTimestamp());
        var canceller = new Thread(() =>
        {
            // Sleeping alone would be too late by milliseconds.
            var watch = Stopwatch.StartNew();
            if (moment > TimeSpan.FromMilliseconds(10)) Thread.Sleep(moment - TimeSpan.FromMilliseconds(5));
            while (watch.Elapsed < moment) Thread.SpinWait(20);
            source.Cancel();
        });
        canceller.Start();
        try
        {
            run(source.Token);
        }
        catch (OperationCanceledException)
        {
        }

        var end = Stopwatch.GetTimestamp();
        canceller.Join();
        return cancelled == 0 || cancelled > end ? TimeSpan.Zero : Stopwatch.GetElapsedTime(cancelled, end);
    }
}
