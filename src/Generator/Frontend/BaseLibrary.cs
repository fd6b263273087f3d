using System.Globalization;
using System.Reflection;

namespace Sinter.Generator.Frontend;

/// <summary>
/// The pure functions of the base library that definitions use, the same on every host and in every culture. Each is one row, which states
/// what it costs.
/// </summary>
internal static class BaseLibrary
{
    /// <summary><c>Math</c> and <c>MathF</c>: the host's own functions, of numbers alone; those that old hosts lack are written out.</summary>
    /// <returns>Null when there is no such function.</returns>
    public static object? Math(string name, object?[] arguments)
    {
        if (name == "Clamp" && arguments is [var value, IComparable low, { } high])
            return low.CompareTo(high) <= 0 ? Math("Max", [low, Math("Min", [value, high])]) : throw new ArgumentException($"'{Text.Of(low)}' cannot be greater than {Text.Of(high)}.");
        if (name == "Log2" && arguments is [double number]) return Log2(number);
        if (name == "Cbrt" && arguments is [double cube]) return cube < 0 ? -System.Math.Pow(-cube, 1.0 / 3) : System.Math.Pow(cube, 1.0 / 3);
        if (name == "DivRem" && arguments.Length == 2) return DivRem(arguments[0], arguments[1]);
        var types = arguments.Select(argument => argument?.GetType() ?? typeof(object)).ToArray();
        if (Find(name, types) is { } exact) return exact.Invoke(null, arguments);
        // MathF: computed in double and rounded once.
        if (!types.Contains(typeof(float))) return null;
        var wide = arguments.Select(argument => argument is float single ? (double)single : argument).ToArray();
        return Math(name, wide) is double result ? (float)result : null;
    }

    private static MethodInfo? Find(string name, Type[] types) =>
        typeof(Math).GetMethod(name, BindingFlags.Public | BindingFlags.Static, null, types, null) is { } method &&
        method.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(types) ? method : null;

    // Exact for powers of two, which is what definitions ask for.
    private static double Log2(double value)
    {
        var rounded = System.Math.Round(System.Math.Log(value, 2));
        return System.Math.Pow(2, rounded) == value ? rounded : System.Math.Log(value, 2);
    }

    private static TupleValue? DivRem(object? left, object? right) => (left, right) switch
    {
        (int a, int b) => new TupleValue([a / b, a % b]),
        (long a, long b) => new TupleValue([a / b, a % b]),
        _ => null,
    };

    /// <summary>Methods of a string.</summary>
    /// <returns>Null when there is no such method.</returns>
    public static LibraryCall? String(string text, string name, object?[] arguments) => (name, arguments) switch
    {
        ("ToString", []) => LibraryCall.Of(() => text),
        ("ToUpper" or "ToUpperInvariant", []) => OfText(text, () => text.ToUpperInvariant()),
        ("ToLower" or "ToLowerInvariant", []) => OfText(text, () => text.ToLowerInvariant()),
        ("Trim", []) => OfText(text, () => text.Trim()),
        ("TrimStart", []) => OfText(text, () => text.TrimStart()),
        ("TrimEnd", []) => OfText(text, () => text.TrimEnd()),
        ("Substring", [int start]) => OfText(text, () => text.Substring(start)),
        ("Substring", [int start, int length]) => new(LibraryCall.OfText(length), () => text.Substring(start, length)),
        ("Contains", [string part]) => new(LibraryCall.OfSearch(text, part), () => text.Contains(part)),
        ("Contains", [char part]) => OfText(text, () => text.IndexOf(part) >= 0),
        ("StartsWith", [string part, ..]) => OfText(part, () => text.StartsWith(part, StringComparison.Ordinal)),
        ("EndsWith", [string part, ..]) => OfText(part, () => text.EndsWith(part, StringComparison.Ordinal)),
        ("IndexOf", [string part]) => new(LibraryCall.OfSearch(text, part), () => text.IndexOf(part, StringComparison.Ordinal)),
        ("IndexOf", [char part]) => OfText(text, () => text.IndexOf(part)),
        ("Replace", [string from, string to]) => new(LibraryCall.OfSearch(text, from) + LibraryCall.OfText(LibraryCall.Occurrences(text, from) * to.Length), () => text.Replace(from, to)),
        ("Replace", [char from, char to]) => OfText(text, () => text.Replace(from, to)),
        ("Split", [char separator, ..]) => new(1 + text.Length, () => Strings(text.Split(separator))),
        ("Split", [SequenceValue separators]) => new(1 + ((long)text.Length * System.Math.Max(1, separators.Items.Count)), () => Strings(text.Split(separators.Items.OfType<char>().ToArray()))),
        ("PadLeft", [int width]) => new(LibraryCall.OfText(width), () => text.PadLeft(width)),
        ("PadLeft", [int width, char fill]) => new(LibraryCall.OfText(width), () => text.PadLeft(width, fill)),
        ("PadRight", [int width]) => new(LibraryCall.OfText(width), () => text.PadRight(width)),
        ("Equals", [string other, ..]) => OfText(text, () => text == other),
        _ => null,
    };

    /// <summary>Static methods of <see cref="string"/>.</summary>
    /// <param name="name">The method.</param>
    /// <param name="arguments">What it is called with.</param>
    /// <param name="weigh">What it costs to write values.</param>
    /// <returns>Null when there is no such method.</returns>
    public static LibraryCall? StaticString(string name, object?[] arguments, Func<IEnumerable<object?>, long> weigh) => (name, arguments) switch
    {
        ("IsNullOrEmpty", [var text]) => LibraryCall.Of(() => string.IsNullOrEmpty(text as string)),
        ("IsNullOrWhiteSpace", [var text]) => OfText(text as string ?? "", () => string.IsNullOrWhiteSpace(text as string)),
        ("Join", [var separator, SequenceValue items]) => new(weigh(items.Items) + (weigh([separator]) * items.Items.Count), () => string.Join(Text.Of(separator), items.Items.Select(item => Text.Of(item)))),
        ("Concat", [SequenceValue items]) => new(weigh(items.Items), () => string.Concat(items.Items.Select(item => Text.Of(item)))),
        ("Concat", _) => new(weigh(arguments), () => string.Concat(arguments.Select(argument => Text.Of(argument)))),
        ("Format", [string format, SequenceValue items]) => Format(format, items.Items.ToArray(), weigh),
        ("Format", [string format, ..]) => Format(format, arguments.Skip(1).ToArray(), weigh),
        ("Equals", [var left, var right, ..]) => new(weigh([left]), () => Equals(left, right)),
        _ => null,
    };

    private static LibraryCall Format(string format, object?[] arguments, Func<IEnumerable<object?>, long> weigh) =>
        new(weigh(arguments) + LibraryCall.OfFormat(format, arguments), () => string.Format(CultureInfo.InvariantCulture, format, arguments));

    private static LibraryCall OfText(string text, Func<object?> run) => new(LibraryCall.OfText(text.Length), run);

    private static SequenceValue Strings(string[] parts) => new(parts.Cast<object?>().ToArray());

    /// <summary>Static methods of the numeric types.</summary>
    /// <returns>Null when there is no such method.</returns>
    public static LibraryCall? Number(string type, string name, object?[] arguments) => (type, name, arguments) switch
    {
        ("Int32", "Parse", [string text]) => OfText(text, () => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture)),
        ("Single", "Parse", [string text]) => OfText(text, () => float.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture)),
        ("Double", "Parse", [string text]) => OfText(text, () => double.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture)),
        (_, "IsEvenInteger", [int number]) => LibraryCall.Of(() => number % 2 == 0),
        (_, "IsOddInteger", [int number]) => LibraryCall.Of(() => number % 2 != 0),
        (_, "IsPow2", [int number]) => LibraryCall.Of(() => number > 0 && (number & (number - 1)) == 0),
        (_, "Log2", [int number]) => LibraryCall.Of(() => (int)Log2(1L << (int)System.Math.Floor(System.Math.Log(number, 2) + 1e-9))),
        (_, "IsNaN", [float number]) => LibraryCall.Of(() => float.IsNaN(number)),
        (_, "IsNaN", [double number]) => LibraryCall.Of(() => double.IsNaN(number)),
        _ => LibraryCall.Of(() => Math(name, arguments)),
    };
}
