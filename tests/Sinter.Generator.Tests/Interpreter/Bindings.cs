using Sinter.Graphs;

namespace Sinter.Generator.Tests.Interpreter;

/// <summary>The extents that one call binds.</summary>
/// <param name="Batch">The size of the batch.</param>
/// <param name="Sizes">The values of symbols by their names.</param>
internal sealed record Bindings(int Batch, IReadOnlyDictionary<string, int> Sizes)
{
    public static implicit operator Bindings(int batch) => new(batch, new Dictionary<string, int>());

    public long Of(DimSymbol symbol) => symbol.IsBatch ? Batch : Sizes[symbol.Name];

    public override string ToString() => string.Join(", ", Sizes.Select(size => $"{size.Key} = {size.Value}").Prepend($"B = {Batch}"));
}
