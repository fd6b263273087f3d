using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Onnx.Tests.Export;

/// <summary>An exported model in ONNX Runtime.</summary>
internal sealed class RuntimeModel : IDisposable
{
    private static readonly Lazy<OrtEnv> Environment = new(() =>
    {
        var environment = OrtEnv.Instance();
        environment.EnvLogLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR;
        return environment;
    });

    private readonly Microsoft.ML.OnnxRuntime.InferenceSession session;

    public RuntimeModel(byte[] model)
    {
        _ = Environment.Value;
        using var options = Options();
        session = new Microsoft.ML.OnnxRuntime.InferenceSession(model, options);
    }

    public RuntimeModel(string path)
    {
        _ = Environment.Value;
        using var options = Options();
        session = new Microsoft.ML.OnnxRuntime.InferenceSession(path, options);
    }

    public IReadOnlyList<string> Inputs => session.InputNames;

    public IReadOnlyList<string> Outputs => session.OutputNames;

    /// <summary>The outputs for the inputs of a sample.</summary>
    public Results Run(Graph graph, Sample sample)
    {
        var given = graph.Nodes.Select(node => node.Op).OfType<InputOp>().Where(input => !input.IsTarget).Select(input => Input(input, sample)).ToArray();
        using var values = session.Run(given);
        var results = new Results();
        foreach (var (value, output) in values.Zip(graph.Outputs))
            results.Add("output " + output.Name, output.Type == DataType.Int32 ? [.. ((IEnumerable<long>)value.AsTensor<long>()).Select(number => (float)number)] : [.. (IEnumerable<float>)value.AsTensor<float>()]);
        return results;
    }

    public void Dispose() => session.Dispose();

    private static NamedOnnxValue Input(InputOp input, Sample sample)
    {
        var (name, values, dims) = (input.Argument.TrimStart('@'), sample.Inputs[input.Argument], Values.Bind(input.Shape, sample.Bindings));
        return input.Type == DataType.Int32
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(Array.ConvertAll(values, value => (long)value), dims))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(Array.ConvertAll(values, value => (float)value), dims));
    }

    private static SessionOptions Options() => new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
}
