#if SINTER_CHECKED
using System.ComponentModel;
using System.Diagnostics;

namespace Sinter.Runtime;

/// <summary>
/// An access outside of the range that was planned for it: an error in a kernel or in a plan. The checked build alone throws it, before
/// anything is read or written there.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PlannedRangeException : Exception
{
    // The ways to memory, which say nothing about who goes there.
    private static readonly string[] Accesses = ["Planned", "Checked", nameof(FloatBuffer), nameof(IntBuffer), "Lanes", "Simd", nameof(Transfer)];

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
            var name = $"{NameOf(type)}.{method.Name}";
            if (!type.StartsWith("Sinter.Runtime.", StringComparison.Ordinal) && !type.StartsWith("Sinter.Optimizers.", StringComparison.Ordinal))
                return $" Step: {name}.{kernel}";
            if (!Accesses.Any(access => type.StartsWith("Sinter.Runtime." + access, StringComparison.Ordinal))) kernel = $" Kernel: {name}.";
        }

        return kernel;
    }

    // Without the namespace, the types around it, and what the compiler puts before a type of one file.
    private static string NameOf(string type)
    {
        var name = type[(type.LastIndexOfAny(['.', '+']) + 1)..];
        return name.StartsWith('<') && name.IndexOf("__", StringComparison.Ordinal) is >= 0 and var end ? name[(end + 2)..] : name;
    }
}
#endif
