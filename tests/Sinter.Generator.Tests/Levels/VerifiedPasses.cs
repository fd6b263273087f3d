using System.Runtime.CompilerServices;
using Sinter.Generator.Levels;

namespace Sinter.Generator.Tests.Levels;

/// <summary>In tests, every level of whatever is compiled is checked after every pass.</summary>
internal static class VerifiedPasses
{
    [ModuleInitializer]
    internal static void SwitchOn() => Verification.IsOn = true;
}
