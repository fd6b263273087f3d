namespace Sinter.Generator.Levels;

/// <summary>
/// Whether the promises of every level are checked after every pass: in Debug builds, and wherever tests switch it on. The compiler as it
/// is shipped does not, because it runs at every keystroke.
/// </summary>
internal static class Verification
{
    public static bool IsOn { get; set; } =
#if DEBUG
        true;
#else
        false;
#endif
}
