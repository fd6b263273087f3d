using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// Says why a network was not compiled. It stands on the members that are generated instead, which throw; the analyzer reports it.
/// </summary>
/// <param name="id">The id of the diagnostic.</param>
/// <param name="message">What is reported.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NotCompiledAttribute(string id, string message) : Attribute
{
    /// <summary>The id of the diagnostic.</summary>
    public string Id { get; } = id;

    /// <summary>What is reported.</summary>
    public string Message { get; } = message;
}
