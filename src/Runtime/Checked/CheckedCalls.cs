#if SINTER_CHECKED
namespace Sinter.Runtime;

/// <summary>Counts what has been tested: <c>eng/checked.sh</c> adds it up.</summary>
internal static class CheckedCalls
{
    /// <summary>The file that a process adds its line to when it ends.</summary>
    private const string LogVariable = "SINTER_CHECKED_LOG";

    private static long count;

    static CheckedCalls()
    {
        if (Environment.GetEnvironmentVariable(LogVariable) is { Length: > 0 } path)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.AppendAllText(path, FormattableString.Invariant($"{CpuFeatures.Level} {count}\n"));
    }

    /// <summary>A forward pass, a training step or a call of a decoder.</summary>
    public static void Add() => Interlocked.Increment(ref count);
}
#endif
