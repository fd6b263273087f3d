namespace Sinter.Graphs;

/// <summary>A change of the code that a message is about. Messages are composed of them, and the light bulb tries them.</summary>
internal abstract record ProposedEdit;

/// <summary>Other calls in the same chain: <c>insert Unsqueeze(0) before it</c>.</summary>
/// <param name="Calls">The calls: <c>Unsqueeze(0)</c>.</param>
/// <param name="IsBefore">Whether they come before the call that the message is about, or behind it.</param>
internal sealed record InsertedCall(string Calls, bool IsBefore) : ProposedEdit
{
    public static InsertedCall Before(string calls) => new(calls, IsBefore: true);

    public static InsertedCall After(string calls) => new(calls, IsBefore: false);

    /// <summary>The proposal, as a message says it.</summary>
    public override string ToString() => $"insert {Calls} {(IsBefore ? "before" : "after")} it";
}

/// <summary>An argument by its name, and what to write for it.</summary>
internal sealed record ArgumentValue(string Argument, string Value) : ProposedEdit
{
    /// <summary>The value: the message has named the argument.</summary>
    public override string ToString() => Value;
}

/// <summary>A number of the message, perhaps the one to write in place of one in the call.</summary>
internal sealed record MentionedNumber(long Value) : ProposedEdit;

/// <summary>Several numbers as a message writes them down: <c>2, 6</c>.</summary>
internal sealed class Numbers(IReadOnlyList<int> numbers) : INumbered
{
    IEnumerable<long> INumbered.Numbers => numbers.Select(number => (long)number);

    public override string ToString() => string.Join(", ", numbers.Select(number => $"{number}"));
}

/// <summary>Something that a message writes down with numbers in it.</summary>
internal interface INumbered
{
    /// <summary>The numbers.</summary>
    IEnumerable<long> Numbers { get; }
}
