using System.Globalization;
using System.Reflection;

namespace Sinter.Generator.Frontend;

/// <summary>The pure functions of the base library that definitions use, the same on every host and in every culture.</summary>
internal static class BaseLibrary
{
    /// <summary><c>Math</c> and <c>MathF</c>: the host's own functions; those that old hosts lack are written out.</summary>
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
    public static object? String(string text, string name, object?[] arguments) => (name, arguments) switch
    {
        ("ToString", []) => text,
        ("ToUpper" or "ToUpperInvariant", []) => text.ToUpperInvariant(),
        ("ToLower" or "ToLowerInvariant", []) => text.ToLowerInvariant(),
        ("Trim", []) => text.Trim(),
        ("TrimStart", []) => text.TrimStart(),
        ("TrimEnd", []) => text.TrimEnd(),
        ("Substring", [int start]) => text.Substring(start),
        ("Substring", [int start, int length]) => text.Substring(start, length),
        ("Contains", [string part]) => text.Contains(part),
        ("Contains", [char part]) => text.IndexOf(part) >= 0,
        ("StartsWith", [string part, ..]) => text.StartsWith(part, StringComparison.Ordinal),
        ("EndsWith", [string part, ..]) => text.EndsWith(part, StringComparison.Ordinal),
        ("IndexOf", [string part]) => text.IndexOf(part, StringComparison.Ordinal),
        ("IndexOf", [char part]) => text.IndexOf(part),
        ("Replace", [string from, string to]) => text.Replace(from, to),
        ("Replace", [char from, char to]) => text.Replace(from, to),
        ("Split", [char separator, ..]) => Strings(text.Split(separator)),
        ("Split", [SequenceValue separators]) => Strings(text.Split(separators.Items.OfType<char>().ToArray())),
        ("PadLeft", [int width and < 10_000]) => text.PadLeft(width),
        ("PadLeft", [int width and < 10_000, char fill]) => text.PadLeft(width, fill),
        ("PadRight", [int width and < 10_000]) => text.PadRight(width),
        ("Equals", [string other, ..]) => text == other,
        _ => null,
    };

    /// <summary>Static methods of <see cref="string"/>.</summary>
    /// <returns>Null when there is no such method.</returns>
    public static object? StaticString(string name, object?[] arguments) => (name, arguments) switch
    {
        ("IsNullOrEmpty", [var text]) => string.IsNullOrEmpty(text as string),
        ("IsNullOrWhiteSpace", [var text]) => string.IsNullOrWhiteSpace(text as string),
        ("Join", [var separator, SequenceValue items]) => string.Join(Text.Of(separator), items.Items.Select(item => Text.Of(item))),
        ("Concat", [SequenceValue items]) => string.Concat(items.Items.Select(item => Text.Of(item))),
        ("Concat", _) => string.Concat(arguments.Select(argument => Text.Of(argument))),
        ("Format", [string format, SequenceValue items]) => Format(format, items.Items.ToArray()),
        ("Format", [string format, ..]) => Format(format, arguments.Skip(1).ToArray()),
        ("Equals", [var left, var right, ..]) => Equals(left, right),
        _ => null,
    };

    private static string Format(string format, object?[] arguments) => string.Format(CultureInfo.InvariantCulture, format, arguments);

    private static SequenceValue Strings(string[] parts) => new(parts.Cast<object?>().ToArray());

    /// <summary>Static methods of the numeric types.</summary>
    /// <returns>Null when there is no such method.</returns>
    public static object? Number(string type, string name, object?[] arguments) => (type, name, arguments) switch
    {
        ("Int32", "Parse", [string text]) => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture),
        ("Single", "Parse", [string text]) => float.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
        ("Double", "Parse", [string text]) => double.Parse(text, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
        (_, "IsEvenInteger", [int number]) => number % 2 == 0,
        (_, "IsOddInteger", [int number]) => number % 2 != 0,
        (_, "IsPow2", [int number]) => number > 0 && (number & (number - 1)) == 0,
        (_, "Log2", [int number]) => (int)Log2(1L << (int)System.Math.Floor(System.Math.Log(number, 2) + 1e-9)),
        (_, "IsNaN", [float number]) => float.IsNaN(number),
        (_, "IsNaN", [double number]) => double.IsNaN(number),
        _ => Math(name, arguments),
    };
}
