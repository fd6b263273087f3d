namespace Sinter.Generator.Emit;

/// <summary>
/// How a method whose arguments the author has named calls the members of its class: an argument may have the name of one. What
/// C# means by <c>nameof</c> and <c>var</c> depends on names around it, so neither is used there.
/// </summary>
/// <param name="arguments">The names that were handed out to the arguments.</param>
internal sealed class MemberNames(NameAllocator arguments)
{
    /// <summary>A member of the class.</summary>
    public string Of(string member) => arguments.IsTaken(member) ? "this." + member : member;

    /// <summary>The name of an argument as a string.</summary>
    public static string Quoted(string argument) => Literal.Of(argument.TrimStart('@'));

    /// <inheritdoc cref="Quoted(string)"/>
    public static List<string> Quoted(IEnumerable<string> arguments) => arguments.Select(Quoted).ToList();
}
