#if SINTER_CHECKED
using System.Diagnostics;

namespace Sinter.Runtime;

/// <summary>
/// An access outside of the range that was planned for it: an error in a kernel or in a plan. The checked build alone throws it, before
/// anything is read or written there.
/// </summary>
public sealed class PlannedRangeException : Exception
{
    // The ways to memory, which say nothing about who goes there.
    private static readonly string[] Accesses = ["Planned", "Checked", nameof(FloatBuffer), nameof(IntBuffer), nameof(Lanes), "Simd", nameof(Transfer)];

    internal PlannedRangeException(string message)
        : base(message + Where())
    {
    }

    // The step is the innermost method of generated code or of a test, the kernel the outermost one of the runtime that it calls.
    private static string Where()
    {
        var kernel = "";
        foreach (var frame in new StackTrace(skipFrames: 2).GetFrames())
        {
            if (DiagnosticMethodInfo.Create(frame) is not { DeclaringTypeName: { } type } method) continue;
            var name = $"{type[(type.LastIndexOf('.') + 1)..]}.{method.Name}";
            if (!type.StartsWith("Sinter.Runtime.", StringComparison.Ordinal) && !type.StartsWith("Sinter.Optimizers.", StringComparison.Ordinal))
                return $" Step: {name}.{kernel}";
            if (!Accesses.Any(access => type.StartsWith("Sinter.Runtime." + access, StringComparison.Ordinal))) kernel = $" Kernel: {name}.";
        }

        return kernel;
    }
}
#endif
