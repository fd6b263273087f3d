using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Levels;

/// <summary>What passes are told besides what they change.</summary>
/// <param name="Options">Which of them are off, and for which caches they choose.</param>
/// <param name="Cancellation">Whether anybody still wants the result.</param>
internal sealed record Setting(PassOptions Options, CancellationToken Cancellation)
{
    /// <summary>Where parameters and states are.</summary>
    public ParameterLayout Layout { get; init; } = new([], [], 0, 0);

    /// <summary>What a call binds besides the batch.</summary>
    public EquatableArray<DimSymbol> Symbols { get; init; }

    /// <summary>The most places of a sequence that is decoded call by call.</summary>
    public int? DecodeCapacity { get; init; }

    /// <summary>The graph as the passes of its own level have left it, for those of later levels.</summary>
    public Graph? Optimized { get; init; }

    /// <summary>Whether every level is checked after every pass.</summary>
    public bool Verifies { get; init; } = Verification.IsOn;
}
