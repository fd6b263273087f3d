using System.Runtime.CompilerServices;
using System.Text;

namespace Sinter.Graphs;

/// <summary>
/// A message, or a part of one, with the edits that it proposes: what is said and what can be applied are written down once, as an
/// interpolated string. Whatever it is made of brings its edits and its numbers along.
/// </summary>
/// <example><c>Phrase fix = $"{InsertedCall.Before("Unsqueeze(0)")} for one channel";</c></example>
[InterpolatedStringHandler]
internal sealed class Phrase
{
    private readonly StringBuilder text;
    private readonly List<ProposedEdit> edits = [];

    /// <summary>An empty one, for the compiler to fill.</summary>
    public Phrase(int literalLength, int formattedCount) => text = new(literalLength + (formattedCount * 16));

    /// <summary>What is proposed, in the order in which it is said.</summary>
    public IReadOnlyList<ProposedEdit> Edits => edits;

    public void AppendLiteral(string words) => text.Append(words);

    public void AppendFormatted<T>(T value) => AppendFormatted(value, format: null);

    public void AppendFormatted<T>(T value, string? format)
    {
        switch (value)
        {
            case Phrase phrase:
                edits.AddRange(phrase.edits);
                break;
            case ProposedEdit edit:
                edits.Add(edit);
                break;
            case int number:
                edits.Add(new MentionedNumber(number));
                break;
            case long number:
                edits.Add(new MentionedNumber(number));
                break;
            case INumbered numbered:
                foreach (var number in numbered.Numbers) edits.Add(new MentionedNumber(number));
                break;
        }

        text.Append(value is IFormattable formattable ? formattable.ToString(format, System.Globalization.CultureInfo.InvariantCulture) : value?.ToString());
    }

    /// <summary>What is said.</summary>
    public override string ToString() => text.ToString();
}
