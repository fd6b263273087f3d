namespace Sinter;

/// <summary>
/// A training step came to a loss or gradients that are infinite or not a number. The step was not applied:
/// weights, states and optimizer state are as they were before it.
/// </summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    /// <summary>Creates the exception.</summary>
    public NonFiniteLossException(string message, float loss, long step)
        : base(message) => (Loss, Step) = (loss, step);

    /// <summary>The loss of the step; finite if only the gradients were not.</summary>
    public float Loss { get; }

    /// <summary>The number of the step, counted from 1.</summary>
    public long Step { get; }
}
