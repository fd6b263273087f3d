using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Sinter.Onnx.Constants;
using PeerInference = Microsoft.ML.OnnxRuntime.InferenceSession;

namespace Sinter.OnnxTimes;

/// <summary>The same model in ONNX Runtime, on one thread, with all its optimisations; inputs and outputs stay where they are from call to call.</summary>
internal sealed class PeerSession : IDisposable
{
    private readonly PeerInference session;
    private readonly RunOptions options = new();
    private readonly List<OrtValue> values = [];
    private readonly string[] inputNames;
    private readonly OrtValue[] inputs;
    private OrtValue[] outputs = [];

    public PeerSession(string path, IReadOnlyDictionary<string, Constant> given)
    {
        using var settings = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session = new PeerInference(path, settings);
        // It has dropped an input that nothing reads.
        inputNames = [.. given.Keys.Where(session.InputMetadata.ContainsKey)];
        inputs = [.. inputNames.Select(name => Kept(Value(given[name], session.InputMetadata[name].ElementDataType)))];
        Names = [.. session.OutputNames];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>A first call: the outputs with their extents. Later calls write into the same memory.</summary>
    public (int[] Dims, float[] Values)[] First()
    {
        using var results = session.Run(options, inputNames, inputs, Names);
        var found = results.Select(result => (Array.ConvertAll(result.GetTensorTypeAndShape().Shape, extent => (int)extent), Floats(result))).ToArray();
        outputs = [.. results.Select(result => Kept(OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, result.GetTensorTypeAndShape().ElementDataType, result.GetTensorTypeAndShape().Shape)))];
        return found;
    }

    public void Run() => session.Run(options, inputNames, inputs, Names, outputs);

    public void Dispose()
    {
        foreach (var value in values) value.Dispose();
        options.Dispose();
        session.Dispose();
    }

    private OrtValue Kept(OrtValue value)
    {
        values.Add(value);
        return value;
    }

    private static OrtValue Value(Constant constant, TensorElementType type)
    {
        var shape = Array.ConvertAll(constant.Dims, dim => (long)dim);
        return type switch
        {
            TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(constant.Floats(), shape),
            TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(constant.Integers(), shape),
            TensorElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(constant.Integers(), value => (int)value), shape),
            TensorElementType.Bool => OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(constant.Integers(), value => value != 0), shape),
            _ => throw new NotSupportedException($"an input of {type}"),
        };
    }

    private static float[] Floats(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
        TensorElementType.Int64 => Array.ConvertAll(value.GetTensorDataAsSpan<long>().ToArray(), number => (float)number),
        TensorElementType.Int32 => Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), number => (float)number),
        TensorElementType.Bool => Array.ConvertAll(value.GetTensorDataAsSpan<bool>().ToArray(), truth => truth ? 1f : 0),
        var other => throw new NotSupportedException($"an output of {other}"),
    };
}
