namespace Sinter;

/// <summary>
/// Gives a causal network a decoder besides its sessions: <c>CreateDecoder()</c> continues one sequence call by call, a prompt at
/// once or token by token, and keeps the keys and values of its attention (a key/value cache), so that a token costs one step.
/// The results equal those of <c>Forward</c> over the whole sequence.
/// </summary>
/// <remarks>
/// The network has one symbol (<see cref="DimAttribute"/>), the length of the sequence; its attention to itself is causal, and nothing
/// else mixes places.
/// </remarks>
/// <param name="capacity">The most places of one sequence.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DecodeAttribute(int capacity) : Attribute
{
    /// <summary>The most places of one sequence.</summary>
    public int Capacity { get; } = capacity;
}
