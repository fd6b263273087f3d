using Sinter.Graphs;

namespace Sinter.Generator.Scheduling;

/// <summary>Groups the nodes of a graph into steps, by the fusion passes in their order.</summary>
internal static class Scheduler
{
    /// <summary>The fusion passes in order. Contractions take their epilogues first, because what stays in registers costs nothing.</summary>
    public static IReadOnlyList<(string Name, Action<Fusion> Run)> Passes { get; } =
    [
        (FuseEpilogue.Name, FuseEpilogue.Run),
        (FuseReduction.Name, FuseReduction.Run),
        (FusePointwise.Name, FusePointwise.Run),
        (FuseRows.Name, FuseRows.Run),
    ];

    public static Schedule Run(ValueGraph values, Func<string, bool> isEnabled, CancellationToken cancellation)
    {
        var fusion = new Fusion(values, cancellation);
        foreach (var (name, run) in Passes)
        {
            cancellation.ThrowIfCancellationRequested();
            if (isEnabled(name)) run(fusion);
        }

        return fusion.Finish();
    }
}
