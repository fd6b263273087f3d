using Sinter.Generator.Model;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes what calls do that may leave some inputs out: each choice of these has programs of its own.</summary>
/// <param name="network">The network.</param>
internal sealed class CallVariants(LoweredNetwork network)
{
    private readonly Dictionary<EquatableArray<string>, string> suffixes = Suffixes(network);

    /// <summary>What the names of types of a variant end with: <c>WithoutMask</c>; nothing for the one that leaves out nothing.</summary>
    public string SuffixOf(LoweredVariant variant) => suffixes[variant.LeftOut];

    /// <summary>A description of a variant, behind that of a program: <c> without 'mask'</c>.</summary>
    public static string Clause(LoweredVariant variant) => variant.LeftOut.Count == 0 ? "" : $" without {NetworkVariant.Listed(variant.LeftOut)}";

    /// <summary>Writes what is done in each case, one of which a call is.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="variants">The variants; the first leaves out nothing.</param>
    /// <param name="names">What inputs are called in code.</param>
    /// <param name="write">Writes what is done in one of the cases.</param>
    public static void Write(SourceWriter writer, IReadOnlyList<LoweredVariant> variants, IReadOnlyDictionary<string, string> names, Action<LoweredVariant> write)
    {
        if (variants.Count == 1)
        {
            write(variants[0]);
            return;
        }

        var optional = variants.SelectMany(variant => variant.LeftOut).Distinct().ToArray();
        for (var index = 1; index < variants.Count; index++)
        {
            var conditions = optional.Select(name => $"{(variants[index].LeftOut.Contains(name) ? "" : "!")}{names[name]}.IsEmpty");
            using (writer.Block($"{(index == 1 ? "" : "else ")}if ({string.Join(" && ", conditions)})")) write(variants[index]);
        }

        using (writer.Block("else")) write(variants[0]);
    }

    /// <summary>Writes methods that take fewer arguments: without the last of those that may be left out, without the last two, and so on.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="header">What a method begins with: <c>public void Forward</c>.</param>
    /// <param name="inputs">The arguments of the whole method that are inputs, in order.</param>
    /// <param name="names">What they are called in code.</param>
    /// <param name="symbols">The symbols that the whole method binds, and what they are called.</param>
    /// <param name="results">The arguments behind them, with their types, and what they are called.</param>
    public static void WriteOverloads(
        SourceWriter writer, string header, IReadOnlyList<NetworkInput> inputs, IReadOnlyList<string> names,
        IReadOnlyList<(DimSymbol Symbol, string Name)> symbols, IReadOnlyList<(string Type, string Name)> results)
    {
        var optional = Enumerable.Range(0, inputs.Count).Where(index => inputs[index].IsOptional).ToArray();
        for (var given = optional.Length - 1; given >= 0; given--)
        {
            var leftOut = optional.Skip(given).ToArray();
            var taken = Enumerable.Range(0, inputs.Count).Except(leftOut).ToArray();
            var bound = DimSymbol.Of(taken.Select(index => inputs[index].Shape)).Select(symbol => symbol.Bound).ToArray();
            var parameters = taken.Select(index => $"{NetworkWriter.Span(inputs[index])} {names[index]}")
                .Concat(symbols.Where(symbol => bound.Contains(symbol.Symbol)).Select(symbol => "int " + symbol.Name))
                .Concat(results.Select(result => $"{result.Type} {result.Name}"));
            // What only those have that are left out may be anything it can be.
            var arguments = inputs.Select((_, index) => leftOut.Contains(index) ? "default" : names[index])
                .Concat(symbols.Select(symbol => bound.Contains(symbol.Symbol) ? symbol.Name : Literal.Of((int)(symbol.Symbol.MinUnits * (long)symbol.Symbol.MultipleOf))))
                .Concat(results.Select(result => result.Name));
            var method = header.Substring(header.LastIndexOf(' ') + 1);
            writer.Line();
            writer.Line($"/// <summary>The same without {Literal.Xml(NetworkVariant.Listed([.. leftOut.Select(index => inputs[index].Argument)]))}.</summary>");
            writer.Line($"/// <inheritdoc cref=\"{method}({string.Join(", ", inputs.Select(NetworkWriter.Span).Concat(symbols.Select(_ => "int")).Concat(results.Select(result => result.Type))).Replace('<', '{').Replace('>', '}')})\"/>");
            writer.Line($"{header}({string.Join(", ", parameters)}) => {(names.Concat(results.Select(result => result.Name)).Any(name => name == method) ? "this." : "")}{method}({string.Join(", ", arguments)});");
        }
    }

    private static Dictionary<EquatableArray<string>, string> Suffixes(LoweredNetwork network)
    {
        var names = new NameAllocator();
        return network.Calls.ToDictionary(variant => variant.LeftOut, variant =>
            variant.LeftOut.Count == 0 ? "" : names.Allocate("Without" + string.Join("And", variant.LeftOut.Select(name => char.ToUpperInvariant(name[0]) + name.Substring(1)))));
    }
}
