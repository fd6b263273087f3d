namespace Sinter.Onnx;

/// <summary>A file cannot be imported: it is damaged, or asks for something that cannot be compiled. The message says where, and what would help.</summary>
public sealed class OnnxException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, what came and what to do.</param>
    /// <param name="inner">What it follows from, if anything.</param>
    public OnnxException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>The input of the model whose numbers have to be known, if that is what is missing.</summary>
    public string? Input { get; init; }
}
