using System.Globalization;
using Sinter.Onnx.Program;

namespace Sinter.Onnx.Writing;

/// <summary>Calls of one block, each on what the one before it returned, that differ in the number of their name alone.</summary>
/// <param name="Calls">The calls.</param>
/// <param name="Start">The number of the first.</param>
internal sealed record BlockLoop(IReadOnlyList<Term> Calls, int Start)
{
    /// <summary>Fewer calls are written one below the other.</summary>
    private const int FewestCalls = 3;

    public Term First => Calls[0];

    public Term Last => Calls[Calls.Count - 1];

    public int Count => Calls.Count;

    /// <summary>What stands before the number in the name of the blocks, and behind it; null where they have none.</summary>
    public (string Before, string After)? Prefix { get; private init; }

    /// <summary>What the variable may be called.</summary>
    public string? Hint => Prefix?.Before.TrimEnd('.', '_').Split('.').Last();

    /// <summary>The loops among the terms of a body, by the calls in them.</summary>
    /// <param name="terms">The terms in the order in which they are written.</param>
    /// <param name="isReadOnce">Whether one term alone reads a value.</param>
    public static IReadOnlyDictionary<Term, BlockLoop> Find(IReadOnlyList<Term> terms, Func<Term, bool> isReadOnce)
    {
        var loops = new Dictionary<Term, BlockLoop>();
        for (var i = 0; i < terms.Count;)
        {
            var calls = new List<Term> { terms[i] };
            var split = terms[i].Kind == TermKind.Block ? Split(terms[i], terms.ElementAtOrDefault(i + 1)) : null;
            while (i + calls.Count < terms.Count && split is not null && Follows(calls[calls.Count - 1], terms[i + calls.Count], split.Value, calls.Count, isReadOnce)) calls.Add(terms[i + calls.Count]);
            if (calls.Count >= FewestCalls)
            {
                var loop = new BlockLoop(calls, split!.Value.Number) { Prefix = terms[i].Prefix is null ? null : (split.Value.Before, split.Value.After) };
                foreach (var call in calls) loops[call] = loop;
            }

            i += calls.Count;
        }

        return loops;
    }

    private static bool Follows(Term before, Term next, (string Before, int Number, string After) split, int count, Func<Term, bool> isReadOnce)
    {
        if (next.Kind != TermKind.Block || next.Method != before.Method || next.Arguments[0].Value != before || !isReadOnce(before)) return false;
        if (!next.Arguments.Skip(1).Select(argument => argument.Value).SequenceEqual(before.Arguments.Skip(1).Select(argument => argument.Value))) return false;
        return before.Prefix is null ? next.Prefix is null : next.Prefix == $"{split.Before}{(split.Number + count).ToString(CultureInfo.InvariantCulture)}{split.After}";
    }

    // The number of a name that is one more in the next.
    private static (string Before, int Number, string After)? Split(Term first, Term? second)
    {
        if (second?.Kind != TermKind.Block) return null;
        if (first.Prefix is not { } name || second.Prefix is not { } next) return first.Prefix == second.Prefix ? ("", 0, "") : null;
        for (var start = 0; start < name.Length; start++)
        {
            if (!char.IsDigit(name[start]) || (start > 0 && char.IsDigit(name[start - 1]))) continue;
            var end = start;
            while (end < name.Length && char.IsDigit(name[end])) end++;
            if (!int.TryParse(name.Substring(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == int.MaxValue) continue;
            var (before, after) = (name.Substring(0, start), name.Substring(end));
            if (number.ToString(CultureInfo.InvariantCulture).Length == end - start && next == $"{before}{(number + 1).ToString(CultureInfo.InvariantCulture)}{after}" && !name.Any(character => character is '{' or '}' or '"' or '\\')) return (before, number, after);
        }

        return null;
    }
}
