namespace Sinter;

/// <summary>A checkpoint file is damaged, or belongs to another network. The message names the file, the tensor and the defect.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Creates the exception.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public CheckpointException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
