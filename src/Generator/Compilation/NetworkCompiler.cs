using Sinter.Generator.Emit;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Compilation;

/// <summary>The stages behind the frontend: from a network's graph to programs, and from programs to C#.</summary>
internal static class NetworkCompiler
{
    /// <summary>Compiles a model to programs.</summary>
    public static LoweredNetwork Lower(NetworkModel model, CancellationToken cancellation) => Lower(model, PassOptions.Default, cancellation);

    /// <summary>Compiles a model to programs, with some passes switched off.</summary>
    public static LoweredNetwork Lower(NetworkModel model, PassOptions options, CancellationToken cancellation)
    {
        if (model.Graph is not { } graph) return new LoweredNetwork(model.Declaration, model.Errors);
        try
        {
            return Lower(model, graph, options, cancellation);
        }
        catch (NetworkDefinitionException exception)
        {
            return new LoweredNetwork(model.Declaration, EquatableArray.Of(new NetworkError(exception.Id, exception.Message)));
        }
    }

    private static LoweredNetwork Lower(NetworkModel model, Graph graph, PassOptions options, CancellationToken cancellation)
    {
        var layout = ParameterLayout.Of(graph);
        var (prepare, inference) = Compile(Pipeline.ForInference(graph, options, cancellation), layout, hoistsWeights: true, options, cancellation);
        Program? training = null;
        if (graph.Loss >= 0) (_, training) = Compile(Pipeline.ForTraining(graph, options, cancellation), layout, hoistsWeights: false, options, cancellation);
        return new LoweredNetwork(model.Declaration, model.Errors)
        {
            Inputs = model.Inputs.Concat(model.Targets).Select(id => Input((InputOp)graph[id].Op)).ToEquatableArray(),
            Symbols = Symbols(model.Inputs.Concat(model.Targets).Select(id => graph[id].Shape)),
            Outputs = graph.Outputs.Select(output => new NetworkOutput(output.Name, graph[output.Node].Shape)).ToEquatableArray(),
            Layers = LayerTable.Build(graph, ResolvePhase.Run(graph, Phase.Inference)),
            Layout = layout,
            Prepare = prepare,
            Inference = inference,
            Training = training,
        };
    }

    /// <summary>The symbols of some shapes besides the batch, each once.</summary>
    public static EquatableArray<DimSymbol> Symbols(IEnumerable<Shape> shapes) =>
        shapes.SelectMany(shape => shape.Dims).Where(dim => !dim.IsConstant && !dim.IsBatch).Select(dim => dim.Symbol!).Distinct().ToEquatableArray();

    private static NetworkInput Input(InputOp op) => new(op.Argument, op.Shape, op.Type, op.IsTarget, op.Limit, op.IgnoreIndex);

    private static (Program Prepare, Program Main) Compile(Graph graph, ParameterLayout layout, bool hoistsWeights, PassOptions options, CancellationToken cancellation)
    {
        var lowered = Legalize.Run(HoistFromScan.RunShared(LowerContractions.Run(graph, packConstantWeights: hoistsWeights)));
        cancellation.ThrowIfCancellationRequested();
        var values = new ValueGraph(lowered, hoistsWeights);
        var schedule = Scheduler.Run(values, options.IsEnabled, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return ProgramBuilder.Build(schedule, values, layout, options.IsEnabled);
    }

    /// <summary>Writes the C# of a compiled network, or a skeleton that throws when its definition is wrong.</summary>
    public static GeneratedSource Emit(LoweredNetwork network, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new GeneratedSource(network.Declaration.HintName, network.Inference is null ? SkeletonWriter.Write(network) : FileWriter.Write(network));
    }
}
