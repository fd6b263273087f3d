namespace Sinter;

/// <summary>
/// Turns a partial class into a network: either one with a static method <c>Define</c> (and <c>Loss</c>, to train it), or
/// one whose layers are listed as attributes.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute;
