namespace Sinter.Graphs;

/// <summary>
/// What layers demand of their arguments, with messages for the author of the network: the layer, what it expects, what it
/// gets, and the smallest change that would do.
/// </summary>
internal static class Require
{
    /// <summary>Of what 32 bits cannot count, wherever in a layer it is found.</summary>
    public const string TooLarge = "The sizes that follow from these numbers are too large: an extent is 2147483647 at most.";

    /// <summary>Up to which every whole number is a float; beyond it floats do not count exactly.</summary>
    public const int LargestWhole = 1 << 24;

    /// <summary>The layer as messages call it: <c>Conv2d 'conv1'</c>.</summary>
    public static string Title(string kind, string? name) => name is null ? kind : $"{kind} '{name}'";

    public static NetworkDefinitionException Error(string id, Phrase message) => new(id, message);

    public static void NotNull(string layer, string argument, object? value)
    {
        if (value is null) throw Error(DiagnosticIds.Null, $"{layer}: {argument} is null; pass a value of the network.");
    }

    public static void NotNull(string layer, string argument, int[]? values)
    {
        if (values is null) throw Error(DiagnosticIds.Null, $"{layer}: {argument} is null; pass numbers.");
    }

    public static void Positive(string layer, string argument, int value)
    {
        if (value < 1) throw Error(DiagnosticIds.Range, $"{layer}: {argument} is {value}, but must be {new ArgumentValue(argument, "1")} or more.");
    }

    public static void NotNegative(string layer, string argument, int value)
    {
        if (value < 0) throw Error(DiagnosticIds.Range, $"{layer}: {argument} is {value}, but must be {new ArgumentValue(argument, "0")} or more.");
    }

    public static void Positive(string layer, string argument, float value)
    {
        if (!(value > 0) || float.IsInfinity(value)) throw Error(DiagnosticIds.Range, $"{layer}: {argument} is {value}, but must be a finite number above 0.");
    }

    public static void NotNegative(string layer, string argument, float value)
    {
        if (!(value >= 0) || float.IsInfinity(value)) throw Error(DiagnosticIds.Range, $"{layer}: {argument} is {value}, but must be a finite number, 0 or more.");
    }

    public static void Fraction(string layer, string argument, float value)
    {
        if (!(value >= 0 && value < 1)) throw Error(DiagnosticIds.Range, $"{layer}: {argument} is {value}, but must be at least 0 and below 1.");
    }

    public static void Finite(string layer, string argument, float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value)) throw Error(DiagnosticIds.Range, $"{layer}: {argument} is {value}, but must be a finite number.");
    }

    /// <summary>A number of values that are written into the generated code one by one.</summary>
    public static void Written(string layer, string what, long count)
    {
        const int Most = 1 << 20;
        if (count > Most) throw Error(DiagnosticIds.Range, $"{layer} would write down {count} numbers, one for each of the {what}, but can do so for {Most} at most.");
    }
}
