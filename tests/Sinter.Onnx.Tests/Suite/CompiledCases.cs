using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;
using Sinter.Onnx.Constants;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Writing;
using Sinter.Runtime;

namespace Sinter.Onnx.Tests.Suite;

/// <summary>Imported networks, written as C#, compiled together as a user's project would be, and loaded.</summary>
internal sealed class CompiledCases : IDisposable
{
    private readonly AssemblyLoadContext context = new("imported", isCollectible: true);
    private readonly Assembly assembly;
    private readonly Dictionary<string, int> drivers;
    private readonly UserCompilation users;

    public CompiledCases(IReadOnlyList<ImportedNetwork> networks)
    {
        var sources = networks.Select(ClassWriter.Write).ToArray();
        users = UserCompilation.Of(sources);
        if (users.Exception is { } failure) throw failure;
        foreach (var lowered in users.Lowered.Where(lowered => lowered.Inference is null))
            throw new InvalidOperationException(string.Join("\n", lowered.Errors.Select(error => error.Message)) + "\n" + sources.First(source => source.Contains("class " + lowered.Declaration.FullName + "\n")));
        var compilation = users.WithDrivers();
        drivers = users.Lowered.Select((lowered, i) => (lowered.Declaration.FullName, i)).ToDictionary(entry => entry.FullName, entry => entry.i);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success) throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(20)));
        image.Position = 0;
        assembly = context.LoadFromStream(image);
    }

    /// <summary>Runs a case through the compiled class.</summary>
    public double[][] Run(NodeCase node, ImportedNetwork network)
    {
        var name = network.Options.ClassName;
        if (!drivers.TryGetValue(name, out var number)) throw new InvalidOperationException($"{name} was not compiled.");
        var driver = assembly.GetType($"Driver{number}", throwOnError: true)!;
        var model = driver.GetMethod("Create")!.Invoke(null, [])!;
        foreach (var parameters in new[] { "Parameters", "States" }.Select(method => (ParameterCollection)driver.GetMethod(method)!.Invoke(null, [model])!))
        {
            foreach (var parameter in parameters)
            {
                if (network.Weights.TryGetValue(parameter.Key, out var weight)) parameter.CopyFrom(weight.Floats());
            }
        }

        var batch = CaseRunner.Batch(node, network);
        using var session = (InferenceSession)driver.GetMethod("Session")!.Invoke(null, [model, batch, 1])!;
        var inputs = network.Inputs.Select(port => Input(node, network, port)).ToArray();
        var outputs = network.Outputs.Select((port, i) => new float[node.Outputs[i].Count * (port.BatchAxis is null ? batch : 1)]).ToArray();
        driver.GetMethod("Forward")!.Invoke(null, [session, inputs, DimSymbol.Of(network.Inputs.Select(port => port.Term.Shape)).Select(symbol => CaseRunner.Sizes(node, network)[symbol.Name]).ToArray(), outputs]);
        return [.. network.Outputs.Select((port, i) => CaseRunner.BatchBack(Array.ConvertAll(outputs[i], value => (double)value), node.Outputs[i].Dims, port.BatchAxis))];
    }

    public void Dispose() => context.Unload();

    private static Array Input(NodeCase node, ImportedNetwork network, Port port)
    {
        var values = CaseRunner.Samples(node, network, port);
        return port.Term.Value is Tokens ? Array.ConvertAll(values, value => (int)value) : values;
    }
}
