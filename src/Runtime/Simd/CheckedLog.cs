#if SINTER_CHECKED
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Writes down what has been tested, and on which vectors: <c>eng/checked.sh</c> adds it up.</summary>
internal static class CheckedLog
{
    /// <summary>The file that a process adds its line to when it ends.</summary>
    private const string LogVariable = "SINTER_CHECKED_LOG";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The checked build is shipped to nobody.")]
    internal static void Open()
    {
        if (Environment.GetEnvironmentVariable(LogVariable) is { Length: > 0 } path)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.AppendAllText(path, FormattableString.Invariant($"{CpuFeatures.Level} {CheckedCalls.Count}\n"));
    }
}
#endif
