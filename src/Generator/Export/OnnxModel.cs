namespace Sinter.Generator.Export;

/// <summary>A network as it predicts, in the textual syntax of ONNX; or why it cannot be written so.</summary>
/// <param name="Text">The model; null if it has none.</param>
/// <param name="Problem">What ONNX has no operator for; null if there is a model.</param>
internal sealed record OnnxModel(string? Text, string? Problem);

/// <summary>What the operators of ONNX cannot express.</summary>
internal sealed class NotExpressibleException(string message) : Exception(message);
