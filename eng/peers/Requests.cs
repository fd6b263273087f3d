using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Peers;

/// <summary>
/// What compare.py asks a process of Sinter, a line of the standard input each: "run" makes one call and is answered with the loss; "time N" with
/// the microseconds of one of N calls; "peak" with what one thread can compute at the moment; "about" with the vectors and the framework.
/// </summary>
internal static class Requests
{
    /// <summary>Says "ready" with the network's operations per sample, and answers until there are no more requests.</summary>
    /// <param name="operations">The operations of a forward pass.</param>
    /// <param name="run">A call: it returns the loss, and writes its outputs if it is told to.</param>
    public static void Answer(long operations, Func<bool, float> run)
    {
        Say($"ready {operations}");
        while (Console.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            Say(words[0] switch
            {
                "run" => string.Create(CultureInfo.InvariantCulture, $"{run(true):R}"),
                "time" => Time(run, int.Parse(words[1], CultureInfo.InvariantCulture)),
                "about" => $"{Runtime.CpuFeatures.Level} {RuntimeInformation.FrameworkDescription}{(RuntimeFeature.IsDynamicCodeCompiled ? "" : " NativeAOT")}",
                "peak" => FmaPeak.Measure().ToString("R", CultureInfo.InvariantCulture),
                _ => throw new InvalidOperationException($"'{line}' is no request"),
            });
        }
    }

    private static string Time(Func<bool, float> run, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++) run(false);
        return (clock.Elapsed.TotalMicroseconds / count).ToString("R", CultureInfo.InvariantCulture);
    }

    private static void Say(string line)
    {
        Console.WriteLine(line);
        Console.Out.Flush();
    }
}
