namespace Sinter.Generator.Emit;

/// <summary>A record of a table in generated code, as the arguments of its constructor.</summary>
/// <param name="Cells">The parameters, and what is given for them.</param>
internal sealed record TableRow(params IReadOnlyList<(string Column, string Value)> Cells)
{
    /// <summary>The parameters that are given only where their value is not the usual one, and by name in any table.</summary>
    public IReadOnlyList<(string Column, string Value)> Options { get; init; } = [];

    /// <summary>The properties that are set behind the constructor.</summary>
    public string Members { get; init; } = "";

    /// <summary>The columns that every row has.</summary>
    public string Columns => string.Join(", ", Cells.Select(cell => cell.Column));

    /// <summary>The record as code.</summary>
    /// <param name="isNamed">Whether all of its arguments are named.</param>
    public string Text(bool isNamed) => $"new({string.Join(", ", Cells.Select(cell => isNamed ? Named(cell) : cell.Value).Concat(Options.Select(Named)))}){Members}";

    private static string Named((string Column, string Value) cell) => $"{cell.Column}: {cell.Value}";
}
