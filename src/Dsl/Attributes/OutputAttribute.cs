namespace Sinter;

/// <summary>
/// The name of a network's only output, on the return value: <c>[return: Output("logits")]</c>. Without it the output is called
/// what <c>Loss</c> calls it, else <c>output</c>. Several outputs are named by the elements of the tuple that Define returns.
/// </summary>
/// <param name="name">What the argument of the generated methods is called.</param>
[AttributeUsage(AttributeTargets.ReturnValue)]
public sealed class OutputAttribute(string name) : Attribute
{
    internal string Name { get; } = name;
}
