namespace Sinter;

/// <summary>
/// Freezes weights of the network by their names: <c>[Freeze("features")]</c> or <c>[Freeze("features.*", "*.bias")]</c>. What that
/// means is said at <see cref="Tensor.Frozen"/>, which freezes a part where it is declared.
/// </summary>
/// <remarks>
/// A name is that of <c>state_dict</c>, of a weight or of a running statistic, or the scope of some, which stands for all below it. A
/// <c>*</c> is any number of characters, dots among them, as in Python's <c>fnmatch</c>: <c>layer*.bn1</c> also finds
/// <c>layer1.0.bn1.weight</c>. A batch normalisation of which only statistics are named trains its weight and bias and keeps its statistics.
/// </remarks>
/// <param name="name">The name, scope or pattern of what is frozen.</param>
/// <param name="others">More of them.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FreezeAttribute(string name, params string[] others) : Attribute
{
    /// <summary>The names, scopes and patterns of what is frozen.</summary>
    public IReadOnlyList<string> Names { get; } = [name, .. others];
}
