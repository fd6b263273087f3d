using System.Runtime.ExceptionServices;
using Sinter.Generator.Emit;
using Sinter.Generator.Errors;
using Sinter.Generator.Export;
using Sinter.Generator.Lowering;
using Sinter.Generator.Model;
using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Programs;
using Sinter.Generator.Summary;
using Sinter.Graphs;

namespace Sinter.Generator.Levels;

/// <summary>The stages behind the frontend: from a network's graph to programs, and from programs to C#.</summary>
internal static class NetworkCompiler
{
    /// <summary>Of a network of as many weights, 128 MB, memory counts for more than time unless it says otherwise.</summary>
    private const long LargeNetwork = 32_000_000;

    /// <summary>Compiles a model to programs. Whatever goes wrong is an error of the network.</summary>
    /// <exception cref="OperationCanceledException">The caller no longer wants the result.</exception>
    public static LoweredNetwork Lower(NetworkModel model, CancellationToken cancellation)
    {
        var progress = new Progress("the preparation");
        try
        {
            return Lower(model, PassOptions.Default, progress, TaskScheduler.Default, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var error = progress.ErrorOf(exception, model.Declaration.FullName);
            return new LoweredNetwork(model.Declaration, EquatableArray.Of(error)) { Sketch = NetworkSketch.Of(model), DecodeCapacity = model.DecodeCapacity };
        }
    }

    /// <summary>Compiles a model to programs, with some passes switched off.</summary>
    public static LoweredNetwork Lower(NetworkModel model, PassOptions options, CancellationToken cancellation) =>
        Lower(model, options, TaskScheduler.Default, cancellation);

    /// <summary>Compiles a model to programs, with some passes switched off.</summary>
    /// <param name="model">What was read.</param>
    /// <param name="options">Which passes run.</param>
    /// <param name="scheduler">Where training is compiled, beside the rest: a test that counts its caller's work keeps it on the caller's thread.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public static LoweredNetwork Lower(NetworkModel model, PassOptions options, TaskScheduler scheduler, CancellationToken cancellation) =>
        Lower(model, options, new Progress("the preparation"), scheduler, cancellation);

    private static LoweredNetwork Lower(NetworkModel model, PassOptions options, Progress progress, TaskScheduler scheduler, CancellationToken cancellation)
    {
        if (model.Graph is not { } graph) return new LoweredNetwork(model.Declaration, model.Errors) { Sketch = model.Sketch, DecodeCapacity = model.DecodeCapacity };
        if (model.IsExact) options = options.AndWithout(ChooseWinograd.Name);
        var layout = ParameterLayout.Of(graph);
        if (model.IsCompact ?? layout.ParameterLength >= LargeNetwork) options = options with { IsCompact = true };
        var setting = new Setting(options, cancellation)
        {
            Layout = layout,
            Symbols = DimSymbol.Of(model.Inputs.Concat(model.Targets).Select(id => graph[id].Shape)),
            DecodeCapacity = model.DecodeCapacity,
        };
        Graph[] graphs = [graph, .. model.Variants.Select(variant => variant.Graph)];
        var learning = graph.Loss is null ? null : Task.Factory.StartNew(() => Array.ConvertAll(graphs, one => TrainingOf(one, setting)), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
        PreparedProgram inference;
        PreparedProgram? decoding;
        PreparedProgram?[] variants;
        EquatableArray<LayerRow> layers;
        OnnxModel onnx;
        try
        {
            (inference, decoding) = PredictionOf(graph, setting, progress);
            variants = [.. model.Variants.Select(variant => variant.Targets.Count < model.Targets.Count ? null : PredictionOf(variant.Graph, setting with { DecodeCapacity = null }, progress).Inference)];
            (inference, decoding, variants) = Together(inference, decoding, variants);
            progress.Enter("the table of layers");
            layers = LayerTable.Build(graph);
            progress.Enter("the ONNX model");
            onnx = OnnxOf(model, graph, setting);
        }
        finally
        {
            learning?.Wait(CancellationToken.None);
        }

        var trained = learning?.Result.Select(one => one.OrThrow(progress)).ToArray();
        var (training, counts) = trained?[0] ?? (null, []);
        return new LoweredNetwork(model.Declaration, model.Errors)
        {
            Inputs = Inputs(model, graph, model.Inputs, model.Targets),
            Symbols = setting.Symbols,
            Outputs = graph.Outputs.Select(output => new NetworkOutput(output.Name, graph[output.Node].Shape, output.Type)).ToEquatableArray(),
            Layers = layers,
            Layout = setting.Layout,
            Onnx = onnx,
            Prepare = inference.Prepare,
            Inference = inference.Main,
            Training = training,
            Statistics = Statistics(graph),
            Counts = counts,
            PrepareDecoding = decoding?.Prepare,
            Decoding = decoding?.Main,
            DecodingSymbols = decoding is null ? [] : CacheAttention.Bound(setting.Symbols, model.DecodeCapacity!.Value),
            DecodeCapacity = model.DecodeCapacity,
            Variants = model.Variants.Select((variant, index) => new LoweredVariant(variant.LeftOut, Inputs(model, variant.Graph, variant.Inputs, variant.Targets))
            {
                Prepare = variants[index]?.Prepare,
                Inference = variants[index]?.Main,
                Training = trained?[index + 1].Program,
                Statistics = Statistics(variant.Graph),
                Counts = trained?[index + 1].Counts ?? [],
            }).ToEquatableArray(),
        };
    }

    // All programs share what is prepared of the weights, and those of one session compute as many samples at a time.
    private static (PreparedProgram Inference, PreparedProgram? Decoding, PreparedProgram?[] Variants) Together(PreparedProgram inference, PreparedProgram? decoding, PreparedProgram?[] variants)
    {
        PreparedProgram[] ofSession = [inference, .. variants.OfType<PreparedProgram>()];
        var together = ofSession.Any(one => one.Main.SamplesTogether == 0) ? 0 : ofSession.Min(one => one.Main.SamplesTogether);
        var shared = new Queue<PreparedProgram>(SharePreparation.Run(decoding is null ? ofSession : [.. ofSession, decoding]));
        PreparedProgram OfSession(PreparedProgram one) => one with { Main = one.Main with { SamplesTogether = together } };
        var first = OfSession(shared.Dequeue());
        var others = Array.ConvertAll(variants, variant => variant is null ? null : OfSession(shared.Dequeue()));
        return (first, decoding is null ? null : shared.Dequeue(), others);
    }

    private static (PreparedProgram Inference, PreparedProgram? Decoding) PredictionOf(Graph graph, Setting setting, Progress progress)
    {
        progress.Enter("the passes for inference");
        var optimized = NetworkLevels.Inference.Graph.Run(graph, setting);
        setting = setting with { Optimized = optimized };
        var inference = NetworkLevels.Inference.Compile(optimized, setting, progress);
        if (setting.DecodeCapacity is null) return (inference, null);
        progress.Enter("the cache for decoding");
        var cached = NetworkLevels.Decoding.Graph.Run(optimized, setting);
        return (inference, NetworkLevels.Decoding.Compile(cached, setting, progress));
    }

    // What goes wrong here costs the network nothing but its ONNX file.
    private static OnnxModel OnnxOf(NetworkModel model, Graph graph, Setting setting)
    {
        try
        {
            return OnnxExport.Write(NetworkLevels.Exported.Run(graph, setting), model.Inputs.Select(id => (InputOp)graph[id].Op).ToEquatableArray(), model.Declaration.Name.TrimStart('@'), setting.Cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !setting.Verifies)
        {
            return new OnnxModel(null, $"an error of Sinter, which should not occur: {exception.Message}");
        }
    }

    // Training has the declared graph in common with the rest and nothing else: both are worked out at the same time.
    private static Learning TrainingOf(Graph graph, Setting setting)
    {
        var progress = new Progress("the gradients and passes for training");
        try
        {
            var trained = NetworkLevels.Training.Graph.Run(graph, setting);
            return new Learning(NetworkLevels.Training.Compile(trained, setting, progress).Main, CountSteps.Of(trained), progress.Stage);
        }
        catch (Exception exception)
        {
            return new Learning(null, [], progress.Stage) { Failure = ExceptionDispatchInfo.Capture(exception) };
        }
    }

    /// <summary>The program that learns, or what went wrong with it.</summary>
    /// <param name="Program">The program.</param>
    /// <param name="Counts">What a step adds to counters.</param>
    /// <param name="Stage">What was done last.</param>
    private sealed record Learning(Program? Program, EquatableArray<StepCount> Counts, string Stage)
    {
        public ExceptionDispatchInfo? Failure { get; init; }

        public (Program? Program, EquatableArray<StepCount> Counts) OrThrow(Progress progress)
        {
            progress.Enter(Stage);
            Failure?.Throw();
            return (Program, Counts);
        }
    }

    private static EquatableArray<NetworkInput> Inputs(NetworkModel model, Graph graph, EquatableArray<int> inputs, EquatableArray<int> targets) =>
        inputs.Concat(targets).Select(id => Input((InputOp)graph[id].Op) with { IsOptional = model.Optional.Contains(((InputOp)graph[id].Op).Argument) }).ToEquatableArray();

    private static NetworkInput Input(InputOp op) => new(op.Argument, op.Shape, op.Type, op.IsTarget, op.Limit, op.IgnoreIndex) { Measured = op.Measured };

    // Those that can be of a single value, one for each number of values.
    private static EquatableArray<(string, Extent)> Statistics(Graph graph) => graph.Statistics
        .Where(statistics => statistics.Values.All(dim => dim.IsBatch || dim.Minimum <= 1))
        .GroupBy(statistics => Extent.Of(statistics.Values))
        .Select(same => (graph.Layers[same.First().Layer].Name, same.Key)).ToEquatableArray();

    /// <summary>Writes the C# of a compiled network, or a skeleton that throws when it has errors.</summary>
    /// <param name="network">The network.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    /// <param name="statesLengths">Whether it is for the checked build of the runtime: see <see cref="StateLengths"/>.</param>
    /// <param name="scheduler">Where a part of it is worked out beside the rest; see <see cref="Lower(NetworkModel, PassOptions, TaskScheduler, CancellationToken)"/>.</param>
    public static GeneratedSource Emit(LoweredNetwork network, CancellationToken cancellation, bool statesLengths = false, TaskScheduler? scheduler = null)
    {
        cancellation.ThrowIfCancellationRequested();
        if (network.Inference is null) return new GeneratedSource(network.Declaration.File, SkeletonWriter.Write(network));
        var text = Write(network, statesLengths, scheduler ?? TaskScheduler.Default, cancellation);
        return new GeneratedSource(network.Declaration.File, text.Text, text.IsComplete ? OnnxWriter.Write(network) : null);
    }

    private static (string Text, bool IsComplete) Write(LoweredNetwork network, bool statesLengths, TaskScheduler scheduler, CancellationToken cancellation)
    {
        try
        {
            return (FileWriter.Write(statesLengths ? StateLengths.Run(network) : network, scheduler, cancellation), true);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return (SkeletonWriter.Write(network with { Errors = EquatableArray.Of(new Progress("the C#").ErrorOf(exception, network.Declaration.FullName)), Sketch = Sketch(network) }), false);
        }
    }

    private static NetworkSketch Sketch(LoweredNetwork network)
    {
        EquatableArray<SketchArgument> Those(bool isTarget) =>
            network.Inputs.Where(input => input.IsTarget == isTarget).Select(input => new SketchArgument(input.Argument, input.Type == DataType.Int32) { IsOptional = input.IsOptional }).ToEquatableArray();
        return new(Those(isTarget: false), Those(isTarget: true), network.Outputs.Select(output => new SketchArgument(output.Name, output.Type == DataType.Int32)).ToEquatableArray());
    }
}
