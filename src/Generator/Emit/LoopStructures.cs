using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>
/// The structures of a file that compute loops, reductions and epilogues: one for all that are equal, in whichever program. It stands in the
/// class that uses it first, and is compiled once when the network runs.
/// </summary>
internal sealed class LoopStructures
{
    // No text of a structure has it.
    private const string Unnamed = "\0";

    private readonly Dictionary<(LoopForm Form, EquatableArray<DimSymbol> Symbols), Place> ofForm = [];

    // Forms tell apart what need not matter, such as a number of lanes that an epilogue never asks.
    private readonly Dictionary<string, Place> ofText = new(StringComparer.Ordinal);

    /// <summary>The name of a structure as code of a class calls it.</summary>
    /// <param name="form">What it computes.</param>
    /// <param name="symbols">What it is told of a call.</param>
    /// <param name="owner">The class that calls it.</param>
    /// <param name="write">Writes it under a name.</param>
    /// <param name="allocate">Gives a new one its name in the class.</param>
    /// <param name="text">Receives the text of a new one, which has to stand in the class; null if there is such a structure already.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public string NameOf(LoopForm form, EquatableArray<DimSymbol> symbols, string owner, Action<SourceWriter, string> write, Func<string> allocate, out string? text, CancellationToken cancellation)
    {
        text = null;
        if (!ofForm.TryGetValue((form, symbols), out var place))
        {
            var unnamed = new SourceWriter(cancellation);
            write(unnamed, Unnamed);
            var key = unnamed.ToString();
            if (!ofText.TryGetValue(key, out place))
            {
                ofText[key] = place = new Place(owner, allocate());
                text = key.TrimEnd('\n').Replace(Unnamed, place.Name);
            }

            ofForm[(form, symbols)] = place;
        }

        return place.Owner == owner ? place.Name : $"{place.Owner}.{place.Name}";
    }

    private sealed record Place(string Owner, string Name);
}
