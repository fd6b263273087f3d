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
        if (model.Graph is not { } graph) return new LoweredNetwork(model.Declaration, model.Errors) { Sketch = model.Sketch, DecodeCapacity = model.DecodeCapacity };
        if (model.IsExact) options = options.AndWithout(ChooseWinograd.Name);
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
        var optimized = Pipeline.ForInference(graph, options, cancellation);
        var (prepare, inference) = Compile(optimized, layout, hoistsWeights: true, options, cancellation);
        var symbols = Symbols(model.Inputs.Concat(model.Targets).Select(id => graph[id].Shape));
        if (options.IsEnabled(GroupSamples.Name)) inference = inference with { SamplesTogether = GroupSamples.Choose(optimized, inference, layout, isFixed: symbols.Count == 0, options.Caches) };
        var decoding = (Prepare: (Program?)null, Main: (Program?)null, Symbols: EquatableArray<DimSymbol>.Empty);
        if (model.DecodeCapacity != 0) decoding = Decoding(optimized, symbols, model.DecodeCapacity, inference.PreparedLength, layout, options, cancellation);
        Program? training = null;
        if (graph.Loss >= 0) (_, training) = Compile(Pipeline.ForTraining(graph, options, cancellation), layout, hoistsWeights: false, options, cancellation);
        return new LoweredNetwork(model.Declaration, model.Errors)
        {
            Inputs = model.Inputs.Concat(model.Targets).Select(id => Input((InputOp)graph[id].Op)).ToEquatableArray(),
            Symbols = symbols,
            Outputs = graph.Outputs.Select(output => new NetworkOutput(output.Name, graph[output.Node].Shape)).ToEquatableArray(),
            Layers = LayerTable.Build(graph, ResolvePhase.Run(graph, Phase.Inference)),
            Layout = layout,
            Prepare = prepare,
            Inference = inference,
            Training = training,
            PrepareDecoding = decoding.Prepare,
            Decoding = decoding.Main,
            DecodingSymbols = decoding.Symbols,
            DecodeCapacity = model.DecodeCapacity,
        };
    }

    // What is prepared for decoding lies behind what is prepared for inference.
    private static (Program?, Program?, EquatableArray<DimSymbol>) Decoding(
        Graph inference, EquatableArray<DimSymbol> symbols, int capacity, long preparedBefore, ParameterLayout layout, PassOptions options, CancellationToken cancellation)
    {
        var (graph, bound) = CacheAttention.Run(inference, symbols, capacity);
        var (prepare, main) = Compile(graph, layout, hoistsWeights: true, options, cancellation);
        Program Moved(Program program) => program with
        {
            Buffers = program.Buffers.Select(buffer => buffer is { Storage: Storage.Prepared, Base: < 0 } ? buffer with { Offset = buffer.Offset + preparedBefore } : buffer).ToEquatableArray(),
        };
        return (Moved(prepare), Moved(main), bound);
    }

    /// <summary>The symbols of some shapes besides the batch, each once.</summary>
    public static EquatableArray<DimSymbol> Symbols(IEnumerable<Shape> shapes) => CacheAttention.Symbols(shapes);

    private static NetworkInput Input(InputOp op) => new(op.Argument, op.Shape, op.Type, op.IsTarget, op.Limit, op.IgnoreIndex);

    private static (Program Prepare, Program Main) Compile(Graph graph, ParameterLayout layout, bool hoistsWeights, PassOptions options, CancellationToken cancellation)
    {
        var lowered = LowerContractions.Run(graph, packConstantWeights: hoistsWeights, options.IsEnabled(ChooseWinograd.Name));
        cancellation.ThrowIfCancellationRequested();
        lowered = HoistFromScan.RunShared(lowered);
        if (options.IsEnabled(PackThroughViews.Name)) lowered = PackThroughViews.Run(lowered);
        cancellation.ThrowIfCancellationRequested();
        lowered = Legalize.Run(lowered);
        cancellation.ThrowIfCancellationRequested();
        var values = new ValueGraph(lowered, hoistsWeights);
        var schedule = Scheduler.Run(values, options.IsEnabled, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return ProgramBuilder.Build(schedule, values, layout, options, cancellation);
    }

    /// <summary>Writes the C# of a compiled network, or a skeleton that throws when its definition is wrong.</summary>
    /// <param name="network">The network.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <param name="statesLengths">Whether it is for the checked build of the runtime: see <see cref="StateLengths"/>.</param>
    public static GeneratedSource Emit(LoweredNetwork network, CancellationToken cancellation, bool statesLengths = false)
    {
        cancellation.ThrowIfCancellationRequested();
        if (statesLengths) network = StateLengths.Run(network);
        return new GeneratedSource(network.Declaration.HintName, network.Inference is null ? SkeletonWriter.Write(network) : FileWriter.Write(network, cancellation));
    }
}
