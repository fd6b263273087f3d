namespace Sinter.Graphs;

/// <summary>
/// One of the closed set of primitives, with its compile-time arguments. Every op states its shape rule;
/// its gradient, lowering and kernel live in the compiler and the runtime, one row each.
/// </summary>
internal abstract record Op
{
    /// <summary>The name used in comments and messages.</summary>
    public virtual string Name
    {
        get
        {
            var name = GetType().Name;
            return name.EndsWith("Op", StringComparison.Ordinal) ? name.Substring(0, name.Length - 2) : name;
        }
    }

    /// <summary>The element type of the result.</summary>
    public virtual DataType ResultType(DataType[] inputs) => DataType.Float32;

    /// <summary>The shape of the result.</summary>
    /// <exception cref="NetworkDefinitionException">The inputs do not fit the op or one another.</exception>
    public abstract Shape InferShape(Shape[] inputs);
}

/// <summary>A definition that cannot be compiled: the message is meant for the author of the network.</summary>
internal sealed class NetworkDefinitionException(string id, string message) : Exception(message)
{
    /// <summary>The diagnostic id, <c>SNTnnnn</c>.</summary>
    public string Id { get; } = id;

    /// <summary>A shape, size or argument that does not fit: <c>SNT2001</c>.</summary>
    public static NetworkDefinitionException Shape(string message) => new("SNT2001", message);
}
