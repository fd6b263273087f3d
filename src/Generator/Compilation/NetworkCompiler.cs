using Sinter.Generator.Emit;
using Sinter.Generator.Errors;
using Sinter.Generator.Lowering;
using Sinter.Generator.Model;
using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Generator.Summary;
using Sinter.Graphs;

namespace Sinter.Generator.Compilation;

/// <summary>The stages behind the frontend: from a network's graph to programs, and from programs to C#.</summary>
internal static class NetworkCompiler
{
    /// <summary>Compiles a model to programs. Whatever goes wrong is an error of the network.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer wants the result.</exception>
    public static LoweredNetwork Lower(NetworkModel model, CancellationToken cancellation)
    {
        var progress = new Progress("the preparation");
        try
        {
            return Lower(model, PassOptions.Default, progress, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var error = progress.ErrorOf(exception, model.Declaration.FullName);
            return new LoweredNetwork(model.Declaration, EquatableArray.Of(error)) { Sketch = NetworkSketch.Of(model), DecodeCapacity = model.DecodeCapacity };
        }
    }

    /// <summary>Compiles a model to programs, with some passes switched off.</summary>
    public static LoweredNetwork Lower(NetworkModel model, PassOptions options, CancellationToken cancellation) =>
        Lower(model, options, new Progress("the preparation"), cancellation);

    private static LoweredNetwork Lower(NetworkModel model, PassOptions options, Progress progress, CancellationToken cancellation)
    {
        if (model.Graph is not { } graph) return new LoweredNetwork(model.Declaration, model.Errors) { Sketch = model.Sketch, DecodeCapacity = model.DecodeCapacity };
        if (model.IsExact) options = options.AndWithout(ChooseWinograd.Name);
        var layout = ParameterLayout.Of(graph);
        progress.Enter("the passes for inference");
        var optimized = Pipeline.ForInference(graph, options, cancellation);
        var (prepare, inference) = Compile(optimized, layout, hoistsWeights: true, options, progress, "inference", cancellation);
        var symbols = DimSymbol.Of(model.Inputs.Concat(model.Targets).Select(id => graph[id].Shape));
        if (options.IsEnabled(GroupSamples.Name)) inference = inference with { SamplesTogether = GroupSamples.Choose(optimized, inference, layout, isFixed: symbols.Count == 0, options.Caches) };
        var decoding = (Prepare: (Program?)null, Main: (Program?)null, Symbols: EquatableArray<DimSymbol>.Empty);
        if (model.DecodeCapacity != 0) decoding = Decoding(optimized, symbols, model.DecodeCapacity, inference.PreparedLength, layout, options, progress, cancellation);
        Program? training = null;
        EquatableArray<StepCount> counts = [];
        if (graph.Loss >= 0)
        {
            progress.Enter("the gradients and passes for training");
            (var trained, counts) = CountSteps.Run(Pipeline.ForTraining(graph, options, cancellation));
            (_, training) = Compile(trained, layout, hoistsWeights: false, options, progress, "training", cancellation);
        }

        progress.Enter("the table of layers");
        return new LoweredNetwork(model.Declaration, model.Errors)
        {
            Inputs = model.Inputs.Concat(model.Targets).Select(id => Input((InputOp)graph[id].Op)).ToEquatableArray(),
            Symbols = symbols,
            Outputs = graph.Outputs.Select(output => new NetworkOutput(output.Name, graph[output.Node].Shape)).ToEquatableArray(),
            Layers = LayerTable.Build(graph),
            Layout = layout,
            Prepare = prepare,
            Inference = inference,
            Training = training,
            Statistics = Statistics(graph),
            Counts = counts,
            PrepareDecoding = decoding.Prepare,
            Decoding = decoding.Main,
            DecodingSymbols = decoding.Symbols,
            DecodeCapacity = model.DecodeCapacity,
        };
    }

    // What is prepared for decoding lies behind what is prepared for inference.
    private static (Program?, Program?, EquatableArray<DimSymbol>) Decoding(
        Graph inference, EquatableArray<DimSymbol> symbols, int capacity, long preparedBefore, ParameterLayout layout, PassOptions options, Progress progress, CancellationToken cancellation)
    {
        progress.Enter("the cache for decoding");
        var (graph, bound) = CacheAttention.Run(inference, symbols, capacity, cancellation);
        var (prepare, main) = Compile(graph, layout, hoistsWeights: true, options, progress, "decoding", cancellation);
        Program Moved(Program program) => program with
        {
            Buffers = program.Buffers.Select(buffer => buffer is { Storage: Storage.Prepared, Base: < 0 } ? buffer with { Offset = buffer.Offset + preparedBefore } : buffer).ToEquatableArray(),
        };
        return (Moved(prepare), Moved(main), bound);
    }

    private static NetworkInput Input(InputOp op) => new(op.Argument, op.Shape, op.Type, op.IsTarget, op.Limit, op.IgnoreIndex) { Measured = op.Measured };

    // Those that can be of a single value, one for each number of values.
    private static EquatableArray<(string, Extent)> Statistics(Graph graph) => graph.Statistics
        .Where(statistics => statistics.Values.All(dim => dim.IsBatch || dim.Minimum <= 1))
        .GroupBy(statistics => Extent.Of(statistics.Values))
        .Select(same => (graph.Layers[same.First().Layer].Name, same.Key)).ToEquatableArray();

    private static (Program Prepare, Program Main) Compile(Graph graph, ParameterLayout layout, bool hoistsWeights, PassOptions options, Progress progress, string purpose, CancellationToken cancellation)
    {
        progress.Enter("the lowering for " + purpose);
        var lowered = LowerContractions.Run(graph, packConstantWeights: hoistsWeights, options.IsEnabled(ChooseWinograd.Name), cancellation);
        lowered = HoistFromScan.RunShared(lowered, cancellation);
        if (options.IsEnabled(PackThroughViews.Name)) lowered = PackThroughViews.Run(lowered, cancellation);
        lowered = Legalize.Run(lowered, cancellation);
        progress.Enter("the schedule for " + purpose);
        var values = new ValueGraph(lowered, hoistsWeights, cancellation);
        var schedule = Scheduler.Run(values, options.IsEnabled, cancellation);
        progress.Enter("the program for " + purpose);
        return ProgramBuilder.Build(schedule, values, layout, options, cancellation);
    }

    /// <summary>Writes the C# of a compiled network, or a skeleton that throws when it has errors.</summary>
    /// <param name="network">The network.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <param name="statesLengths">Whether it is for the checked build of the runtime: see <see cref="StateLengths"/>.</param>
    public static GeneratedSource Emit(LoweredNetwork network, CancellationToken cancellation, bool statesLengths = false)
    {
        cancellation.ThrowIfCancellationRequested();
        return new GeneratedSource(network.Declaration.File, network.Inference is null ? SkeletonWriter.Write(network) : Write(network, statesLengths, cancellation));
    }

    private static string Write(LoweredNetwork network, bool statesLengths, CancellationToken cancellation)
    {
        try
        {
            return FileWriter.Write(statesLengths ? StateLengths.Run(network) : network, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return SkeletonWriter.Write(network with { Errors = EquatableArray.Of(new Progress("the C#").ErrorOf(exception, network.Declaration.FullName)), Sketch = Sketch(network) });
        }
    }

    private static NetworkSketch Sketch(LoweredNetwork network)
    {
        EquatableArray<SketchInput> Those(bool isTarget) =>
            network.Inputs.Where(input => input.IsTarget == isTarget).Select(input => new SketchInput(input.Argument, input.Type == DataType.Int32)).ToEquatableArray();
        return new(Those(isTarget: false), Those(isTarget: true), network.Outputs.Select(output => output.Name).ToEquatableArray());
    }
}
