using Sinter.Generator.Passes;
using Sinter.Graphs;

namespace Sinter.Generator.Levels;

/// <summary>One step within a level.</summary>
/// <typeparam name="T">What the level holds.</typeparam>
/// <param name="Name">By which it can be switched off.</param>
/// <param name="Run">A function of its arguments alone.</param>
/// <param name="IsMandatory">Whether later passes rely on it: it cannot be switched off.</param>
internal sealed record Pass<T>(string Name, Func<T, Setting, T> Run, bool IsMandatory = false)
{
    /// <summary>A pass that needs to know nothing besides.</summary>
    public Pass(string name, Func<T, CancellationToken, T> run, bool isMandatory = false)
        : this(name, (value, setting) => run(value, setting.Cancellation), isMandatory)
    {
    }

    /// <summary>Choices within a mandatory pass that can be switched off, by name.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Checks all that holds from this pass on; null where that is what held before it.</summary>
    public Action<T, Setting>? Check { get; init; }

    /// <summary>All that can be switched off.</summary>
    public IEnumerable<string> Switches => IsMandatory ? Choices : [Name, .. Choices];
}

/// <summary>Passes over graphs.</summary>
internal static class GraphPasses
{
    /// <summary>The pass on the bodies of scans, too, before the graph around them.</summary>
    public static Pass<Graph> InBodies(this Pass<Graph> pass) => pass with
    {
        Run = (graph, setting) => pass.Run(ScanBodies.Map(graph, body => pass.Run(body, setting)), setting),
    };
}
