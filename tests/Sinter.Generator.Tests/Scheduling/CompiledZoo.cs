using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>All networks of the zoo with all choices of passes, compiled once for the tests of this folder.</summary>
public sealed class CompiledZoo : IDisposable
{
    private readonly NetworkAssembly assembly = NetworkAssembly.Load(Zoo.Toggled());

    internal IReadOnlyList<CompiledNetwork> Networks => assembly.Networks;

    /// <summary>Those with all passes on.</summary>
    internal IEnumerable<CompiledNetwork> Optimized => Networks.Where(network => network.Case.Options.Disabled.Count == 0);

    public void Dispose() => assembly.Dispose();
}
