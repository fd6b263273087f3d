using Sinter.Generator.Levels;
using Sinter.Generator.Errors;
using Sinter.Generator.Model;
using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>A network to compile without the frontend: a graph, a class name, and which passes are off.</summary>
internal sealed record NetworkCase(string Name, Graph Graph, PassOptions Options)
{
    /// <summary>Every pass that can be switched off, in the order in which they run.</summary>
    public static string[] Switches { get; } = [.. NetworkLevels.Switches];

    /// <summary>The most places of a sequence, in a network that decodes one call by call.</summary>
    public int? DecodeCapacity { get; init; }

    /// <summary>What the network is when some inputs are left out.</summary>
    public EquatableArray<NetworkVariant> Variants { get; init; }

    /// <summary>What the frontend would have handed over for a class of the global namespace.</summary>
    public NetworkModel Model => new(
        new NetworkDeclaration("", EquatableArray<ContainingType>.Empty, Name, "class", "public", IsSealed: false, CanComplete: true),
        Graph,
        Arguments(isTarget: false),
        Arguments(isTarget: true),
        EquatableArray<NetworkError>.Empty)
    {
        DecodeCapacity = DecodeCapacity,
        Optional = Variants.SelectMany(variant => variant.LeftOut).Distinct().ToEquatableArray(),
        Variants = Variants,
    };

    public LoweredNetwork Lower() => NetworkCompiler.Lower(Model, Options, CancellationToken.None);

    public override string ToString() => Options.Disabled.Count == 0 ? Name : $"{Name} without {string.Join(", ", Options.Disabled)}";

    private EquatableArray<int> Arguments(bool isTarget) => Enumerable.Range(0, Graph.Nodes.Count)
        .Where(id => Graph[id].Op is InputOp input && input.IsTarget == isTarget).ToEquatableArray();
}
