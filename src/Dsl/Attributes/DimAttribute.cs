namespace Sinter;

/// <summary>
/// An extent that every call of the network chooses, within bounds: <c>[Dim("T", Max = 512)]</c>. Inputs name it in their shapes,
/// <c>[Shape("T", 80)]</c>, and calls state it: <c>Forward(x, t: 37, output)</c>.
/// </summary>
/// <remarks>Memory is planned for the largest value; a call with a smaller one costs less time.</remarks>
/// <param name="symbol">The name, an identifier; the argument of the generated methods is called the same in camel case.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DimAttribute(string symbol) : Attribute
{
    /// <summary>The name.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>The largest value of a call. It must be stated.</summary>
    public int Max { get; set; }

    /// <summary>The least value of a call.</summary>
    public int Min { get; set; } = 1;

    /// <summary>What divides every value of a call, so that shapes can have half or a quarter of it.</summary>
    public int MultipleOf { get; set; } = 1;
}
