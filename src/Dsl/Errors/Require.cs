using System.Globalization;

namespace Sinter.Graphs;

/// <summary>
/// What layers demand of their arguments, with messages for the author of the network: the layer, what it expects, what it
/// gets, and the smallest change that would do. The ids:
/// <list type="table">
/// <item><term>SNT2001</term><description>shapes that do not fit one another (also thrown by the primitives)</description></item>
/// <item><term>SNT2002</term><description>a number outside its range: size, stride, probability, …</description></item>
/// <item><term>SNT2003</term><description>a value with the wrong number of axes for the layer</description></item>
/// <item><term>SNT2004</term><description>channels that cannot be split into that many groups</description></item>
/// <item><term>SNT2005</term><description>a weight given as a handle that does not fit the layer</description></item>
/// <item><term>SNT2006</term><description>a window that is larger than the padded image</description></item>
/// <item><term>SNT2007</term><description>a label or target whose shape does not fit the output</description></item>
/// <item><term>SNT2008</term><description>a layer where tokens are needed, or tokens where numbers are needed</description></item>
/// <item><term>SNT2009</term><description>null where a value is needed</description></item>
/// </list>
/// </summary>
internal static class Require
{
    public const string Range = "SNT2002";
    public const string Rank = "SNT2003";
    public const string Groups = "SNT2004";
    public const string Weight = "SNT2005";
    public const string Window = "SNT2006";
    public const string Target = "SNT2007";
    public const string Kind = "SNT2008";
    public const string Null = "SNT2009";

    /// <summary>Of what 32 bits cannot count, wherever in a layer it is found.</summary>
    public const string TooLarge = "The sizes that follow from these numbers are too large: an extent is 2147483647 at most.";

    /// <summary>The layer as messages call it: <c>Conv2d 'conv1'</c>.</summary>
    public static string Title(string kind, string? name) => name is null ? kind : $"{kind} '{name}'";

    public static NetworkDefinitionException Error(string id, FormattableString message) => new(id, message.ToString(CultureInfo.InvariantCulture));

    public static void NotNull(string layer, string argument, object? value)
    {
        if (value is null) throw Error(Null, $"{layer}: {argument} is null; pass a value of the network.");
    }

    public static void Positive(string layer, string argument, int value)
    {
        if (value < 1) throw Error(Range, $"{layer}: {argument} is {value}, but must be 1 or more.");
    }

    public static void NotNegative(string layer, string argument, int value)
    {
        if (value < 0) throw Error(Range, $"{layer}: {argument} is {value}, but must be 0 or more.");
    }

    public static void Positive(string layer, string argument, float value)
    {
        if (!(value > 0) || float.IsInfinity(value)) throw Error(Range, $"{layer}: {argument} is {value}, but must be a finite number above 0.");
    }

    public static void Fraction(string layer, string argument, float value)
    {
        if (!(value >= 0 && value < 1)) throw Error(Range, $"{layer}: {argument} is {value}, but must be at least 0 and below 1.");
    }

    public static void Finite(string layer, string argument, float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value)) throw Error(Range, $"{layer}: {argument} is {value}, but must be a finite number.");
    }

    /// <summary>A number of values that are written into the generated code one by one.</summary>
    public static void Written(string layer, string what, long count)
    {
        const int Most = 1 << 20;
        if (count > Most) throw Error(Range, $"{layer} would write down {count} numbers, one for each of the {what}, but can do so for {Most} at most.");
    }
}
