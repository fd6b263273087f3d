using System.Collections.Immutable;
using System.Globalization;
using Sinter.Graphs;

namespace Sinter.Generator.Errors;

/// <summary>Proposed edits as properties of a diagnostic, which are strings: written by the analyzer, read by the light bulb.</summary>
internal static class EditProperties
{
    private const string Prefix = "Sinter.Edit", Before = "before", After = "after", Argument = "argument", Number = "number";

    // Stands in no call that a message proposes.
    private const char Separator = '\n';

    /// <summary>The properties of a diagnostic that proposes edits.</summary>
    public static ImmutableDictionary<string, string?> Of(IEnumerable<ProposedEdit> edits) => edits
        .Select((edit, index) => new KeyValuePair<string, string?>(Key(index), string.Join($"{Separator}", Parts(edit))))
        .ToImmutableDictionary();

    /// <summary>The edits that a diagnostic proposes, in their order.</summary>
    public static IReadOnlyList<ProposedEdit> Read(ImmutableDictionary<string, string?> properties)
    {
        var edits = new List<ProposedEdit>();
        while (properties.TryGetValue(Key(edits.Count), out var value) && value is not null) edits.Add(Edit(value.Split(Separator)));
        return edits;
    }

    private static string Key(int index) => $"{Prefix}{index}";

    private static string[] Parts(ProposedEdit edit) => edit switch
    {
        InsertedCall inserted => [inserted.IsBefore ? Before : After, inserted.Calls],
        ArgumentValue argument => [Argument, argument.Argument, argument.Value],
        MentionedNumber number => [Number, number.Value.ToString(CultureInfo.InvariantCulture)],
        _ => throw new ArgumentException($"{edit} has no property.", nameof(edit)),
    };

    private static ProposedEdit Edit(string[] parts) => parts switch
    {
        [Before or After, var calls] => new InsertedCall(calls, IsBefore: parts[0] == Before),
        [Argument, var argument, var value] => new ArgumentValue(argument, value),
        [Number, var number] => new MentionedNumber(long.Parse(number, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"'{string.Join(" ", parts)}' is no edit.", nameof(parts)),
    };
}
