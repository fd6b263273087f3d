using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>
/// The structures of a file that compute loops, reductions and epilogues: one for all that are equal, in whichever program. It stands in the
/// class that uses it first, and is compiled once when the network runs.
/// </summary>
internal sealed class LoopStructures
{
    private readonly Dictionary<(LoopForm Form, EquatableArray<DimSymbol> Symbols), (string Owner, string Name)> known = [];

    /// <summary>The name of a structure, if there is one, as code of a class calls it.</summary>
    /// <param name="form">What it computes.</param>
    /// <param name="symbols">What it is told of a call.</param>
    /// <param name="owner">The class that calls it.</param>
    public string? Find(LoopForm form, EquatableArray<DimSymbol> symbols, string owner) =>
        known.TryGetValue((form, symbols), out var structure) ? structure.Owner == owner ? structure.Name : $"{structure.Owner}.{structure.Name}" : null;

    /// <summary>Adds one.</summary>
    /// <param name="form">What it computes.</param>
    /// <param name="symbols">What it is told of a call.</param>
    /// <param name="owner">The class that it stands in.</param>
    /// <param name="name">What it is called there.</param>
    public void Add(LoopForm form, EquatableArray<DimSymbol> symbols, string owner, string name) => known.Add((form, symbols), (owner, name));
}
