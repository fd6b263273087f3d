// The type that the compiler writes interpolated strings with, which netstandard2.0 lacks; this one asks no culture. Messages, generated text
// and code fixes say the same whatever language the author's machine speaks.
using System.Globalization;
using System.Text;

namespace System.Runtime.CompilerServices;

/// <summary>Writes an interpolated string in the invariant culture.</summary>
internal ref struct DefaultInterpolatedStringHandler
{
    // Interpolations are nested in one another: whoever finds none makes one.
    [ThreadStatic]
    private static StringBuilder? spare;

    private readonly StringBuilder text;

    public DefaultInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        text = spare ?? new StringBuilder(literalLength + (formattedCount * 16));
        spare = null;
    }

    public readonly void AppendLiteral(string value) => text.Append(value);

    public readonly void AppendFormatted(string? value) => text.Append(value);

#if NET
    public readonly void AppendFormatted(ReadOnlySpan<char> value) => text.Append(value);
#endif

    public readonly void AppendFormatted<T>(T value) => text.Append(Text(value, null));

    public readonly void AppendFormatted<T>(T value, string? format) => text.Append(Text(value, format));

    public readonly void AppendFormatted<T>(T value, int alignment) => AppendFormatted(value, alignment, null);

    public readonly void AppendFormatted<T>(T value, int alignment, string? format)
    {
        var written = Text(value, format) ?? "";
        text.Append(alignment < 0 ? written.PadRight(-alignment) : written.PadLeft(alignment));
    }

    public readonly string ToStringAndClear()
    {
        const int MostKept = 4096;
        var result = text.ToString();
        if (text.Capacity <= MostKept) spare = text.Clear();
        return result;
    }

    private static string? Text<T>(T value, string? format) => value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString();
}
