using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes the generated half of the author's class: constructors, sessions, trainer, and the tables behind them.</summary>
internal sealed class NetworkWriter(SourceWriter writer, LoweredNetwork network)
{
    private const string Runtime = "global::Sinter.Runtime";
    private const string Floats = "global::System.ReadOnlySpan<float>";
    private const string Tokens = "global::System.ReadOnlySpan<int>";

    private string Name => network.Declaration.Name;

    private string Helper(string role) => $"global::{FileWriter.HelperNamespace}.{FileWriter.HelperClass(network.Declaration, role)}";

    private readonly CallVariants variants = new(network);

    /// <summary>Writes all members of the author's class.</summary>
    public void WriteMembers()
    {
        writer.Line($"private readonly {Runtime}.Weights weights;");
        writer.Line();
        var prepare = FileWriter.PreparationOf(network, variants) is { } role ? Helper(role) + ".Run" : "null";
        writer.Line("/// <summary>A network with new weights.</summary>");
        writer.Line("/// <param name=\"seed\">The same seed gives the same weights.</param>");
        writer.Line($"public {Name}(ulong seed = 0) : this(new {Runtime}.Weights(Info, seed, {prepare})) {{ }}");
        writer.Line();
        writer.Line($"private {Name}({Runtime}.Weights weights) => this.weights = weights;");
        writer.Line();
        writer.Line("/// <summary>Layers, parameters and memory as tables.</summary>");
        writer.Line("/// <exception cref=\"global::System.InvalidOperationException\">This code was generated for another version of the runtime.</exception>");
        using (writer.Block("public static global::Sinter.NetworkInfo Info"))
        using (writer.Block("get"))
        {
            writer.Line($"{Runtime}.RuntimeContract.Require({Literal.Of(Name.TrimStart('@'))}, version: {Literal.Of(Sinter.Runtime.RuntimeContract.Version)});");
            writer.Line($"return {Helper("Tables")}.Info;");
        }

        writer.Line();
        writer.Line("/// <summary>The weights by their PyTorch names.</summary>");
        writer.Line("public global::Sinter.ParameterCollection Parameters => weights.Parameters;");
        writer.Line();
        writer.Line("/// <summary>Running statistics by their PyTorch names.</summary>");
        writer.Line("public global::Sinter.ParameterCollection States => weights.States;");
        writer.Line();
        WriteLoading(prepare);
        writer.Line("/// <summary>Writes the weights as a safetensors file under PyTorch's names; an existing file is replaced only when all is written, and keeps its mode.</summary>");
        writer.Line("/// <exception cref=\"global::System.IO.IOException\">The file cannot be written, or what is there is no regular file.</exception>");
        writer.Line("public void Save(string path) => weights.Save(path);");
        writer.Line();
        writer.Line("/// <inheritdoc cref=\"Save(string)\"/>");
        writer.Line("public void Save(string path, global::Sinter.WeightPrecision precision) => weights.Save(path, precision);");
        writer.Line();
        writer.Line("/// <summary>A workspace for predictions. Sessions share the weights; use one for each thread.</summary>");
        writer.Line("/// <param name=\"maxBatch\">The most samples of one call.</param>");
        writer.Line("/// <param name=\"threads\">How many threads a call may use; 0 for all cores.</param>");
        writer.Line("public Session CreateSession(int maxBatch = 1, int threads = 1) => new(weights, maxBatch, threads);");
        if (network.Training is not null)
        {
            writer.Line();
            writer.Line("/// <summary>A workspace for training: gradients and the optimizer's state.</summary>");
            writer.Line("/// <param name=\"optimizer\">How a step changes the weights.</param>");
            writer.Line("/// <param name=\"maxBatch\">The most samples of one step.</param>");
            writer.Line("/// <param name=\"threads\">How many threads a step may use; 0 for all cores. The result is the same for any number.</param>");
            writer.Line("/// <param name=\"seed\">The seed of dropout masks.</param>");
            writer.Line("public Trainer CreateTrainer(global::Sinter.Optimizer optimizer, int maxBatch, int threads = 1, ulong seed = 0) => new(weights, optimizer, maxBatch, threads, seed);");
        }

        if (network.Decoding is not null) DecoderWriter.WriteFactory(writer, network);
        writer.Line();
        WriteSession();
        if (network.Decoding is not null)
        {
            writer.Line();
            new DecoderWriter(writer, network, Helper("Decoding")).Write();
        }

        if (network.Training is null) return;
        writer.Line();
        WriteTrainer();
    }

    private void WriteLoading(string prepare)
    {
        const string Options = "global::Sinter.LoadOptions? options = null";
        foreach (var (type, source) in new[] { ("string", "path"), ("global::Sinter.WeightSource", "source") })
        {
            Summary("A network with the weights of a file or folder: safetensors, a PyTorch state_dict or .npz.");
            writer.Line($"public static {Name} Load({type} {source}, {Options}) => new({Runtime}.Weights.Load(Info, {prepare}, {source}, options));");
            writer.Line();
            Summary("Replaces the weights by those of a file or folder; none when it does not fit. A call on another thread would compute with some of either.");
            writer.Line($"public global::Sinter.LoadResult LoadWeights({type} {source}, {Options}) => weights.Load({source}, options);");
            writer.Line();

            void Summary(string text)
            {
                writer.Line($"/// <summary>{(source == "path" ? text : "Likewise, from a stream, bytes or an embedded resource.")}</summary>");
                if (source != "path") return;
                writer.Line("/// <exception cref=\"global::Sinter.CheckpointException\">It is damaged, belongs to another network, or is no regular file.</exception>");
                writer.Line("/// <exception cref=\"global::System.IO.IOException\">It cannot be read.</exception>");
            }
        }
    }

    private void WriteSession()
    {
        var inputs = network.Inputs.Where(input => !input.IsTarget).ToList();
        var calls = network.Calls.Where(variant => variant.Inference is not null).ToList();
        var locals = new NameAllocator();
        var parameters = inputs.Select(input => (Type: Span(input), Name: locals.Allocate(input.Argument))).ToList();
        var symbols = DimSymbol.Of(inputs.Select(input => input.Shape));
        var bound = symbols.Select(symbol => (Type: "int", Name: locals.Allocate(symbol.Argument))).ToList();
        var results = network.Outputs.Select(output => (Type: Span(output), Name: locals.Allocate(output.Name))).ToList();
        var members = new MemberNames(locals);
        var frame = locals.Allocate("frame");
        var sizes = SizeNames.OfArguments(symbols, bound.Select(argument => argument.Name), frame);
        writer.Line("/// <summary>A workspace for predictions; nothing is allocated after it is made.</summary>");
        using (writer.Block("public sealed class Session : global::Sinter.InferenceSession"))
        {
            writer.Line($"internal Session({Runtime}.Weights weights, int maxBatch, int threads) : base(weights, maxBatch, threads) {{ }}");
            writer.Line();
            writer.Line($"/// <summary>Computes the outputs of a batch, whose size follows from the length of {(inputs[0].IsOptional ? $"'{inputs.First(input => !input.IsOptional).Argument}'" : "the first input")}.</summary>");
            foreach (var (input, parameter) in inputs.Zip(parameters, (input, parameter) => (input, parameter)))
                writer.Line($"/// <param name=\"{parameter.Name.TrimStart('@')}\">{Described(input)}</param>");
            WriteSymbols(symbols, bound.Select(argument => argument.Name));
            foreach (var (output, result) in network.Outputs.Zip(results, (output, result) => (output, result)))
                writer.Line($"/// <param name=\"{result.Name.TrimStart('@')}\">Receives {Literal.Xml(output.Shape.ToString())}.</param>");
            writer.Line($"/// <exception cref=\"global::System.ArgumentException\">A length does not fit, or the batch is larger than <c>maxBatch</c>{(symbols.Count == 0 ? "" : ", or a size is out of its range")}.</exception>");
            writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The session has been disposed.</exception>");
            using (writer.Block($"public void Forward({string.Join(", ", parameters.Concat(bound).Concat(results).Select(parameter => $"{parameter.Type} {parameter.Name}"))})"))
            {
                var names = parameters.Select(parameter => parameter.Name).ToList();
                var outputs = results.Select(result => result.Name).ToList();
                using (WriteBegin(frame, "Begin", inputs, names, sizes, bound.Select(argument => argument.Name), members))
                {
                    for (var index = 0; index < outputs.Count; index++)
                        writer.Line($"{members.Of("CheckOutput")}({MemberNames.Quoted(outputs[index])}, {outputs[index]}.Length, {sizes.Of(Extent.Of(network.Outputs[index].Shape))});");
                    WriteOverlaps(writer, members, names, outputs);
                    var named = inputs.Zip(names, (input, name) => (input.Argument, name)).ToDictionary(pair => pair.Argument, pair => pair.name);
                    CallVariants.Write(writer, calls, named, call =>
                    {
                        var given = Given(call).ToList();
                        var values = given.Select(input => named[input.Argument]).ToList();
                        if (call.Inference!.SamplesTogether == 0) Call(call.Inference, "Inference" + variants.SuffixOf(call), sizes, frame, members.Of).Write(given, MemberNames.Quoted(values), values, outputs);
                        else WriteParts("Samples" + variants.SuffixOf(call), given, values, outputs, sizes, frame, members);
                    });
                }
            }

            CallVariants.WriteOverloads(writer, "public void Forward", inputs, [.. parameters.Select(parameter => parameter.Name)], [.. symbols.Zip(bound, (symbol, argument) => (symbol, argument.Name))], results);
            foreach (var call in calls.Where(call => call.Inference!.SamplesTogether > 0))
                WriteSamples("Samples" + variants.SuffixOf(call), call.Inference!, "Inference" + variants.SuffixOf(call), Given(call).ToList(), inputs.Zip(parameters, (input, parameter) => (input, parameter)).Where(pair => !call.LeftOut.Contains(pair.input.Argument)).Select(pair => pair.parameter).ToList(), results);
        }
    }

    // All tokens are checked before the first sample is computed; each part checks the copies that it computes with.
    private void WriteParts(string structure, List<NetworkInput> inputs, List<string> names, List<string> outputs, SizeNames sizes, string frame, MemberNames members)
    {
        foreach (var (input, name) in inputs.Zip(names, (input, name) => (input, name)).Where(argument => argument.input.IsLimited))
            writer.Line($"{members.Of("CheckTokens")}({MemberNames.Quoted(name)}, {name}, {ProgramCallWriter.Limit(input, sizes)});");
        var arguments = names.Concat(outputs);
        if (inputs.Any(input => input.IsLimited)) arguments = new[] { "this" }.Concat(arguments);
        writer.Line($"{frame}.InParts(new {structure}({string.Join(", ", arguments)}));");
    }

    private void WriteSamples(string structure, Program program, string role, List<NetworkInput> inputs, List<(string Type, string Name)> parameters, List<(string Type, string Name)> results)
    {
        // Beside the names of the structure and its method, which an argument may have too.
        var names = new NameAllocator([.. KnownNames.OfObject, structure, "Run"]);
        var arguments = parameters.Concat(results).Select(argument => (argument.Type, Name: names.Allocate(argument.Name.TrimStart('@')))).ToList();
        var part = names.Allocate("part");
        var session = inputs.Any(input => input.IsLimited) ? names.Allocate("session") : null;
        var fields = session is null ? arguments : [("Session", session), .. arguments];
        var sizes = SizeNames.OfArguments([], [], frame: part);
        string Part(string name, Shape shape) => $"{part}.Samples({name}, {sizes.Long(Extent.Of(shape.Dims.Skip(1)))})";
        writer.Line();
        writer.Line("/// <summary>The arguments of a call, some of whose samples are computed at a time.</summary>");
        using (writer.Block($"private readonly ref struct {structure}({string.Join(", ", fields.Select(argument => $"{argument.Type} {argument.Name}"))}) : {Runtime}.IPartialCall"))
        {
            foreach (var (type, name) in fields) writer.Line($"private readonly {type} {name} = {name};");
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            using (writer.Block($"public void Run(in {Runtime}.Frame {part})"))
            {
                Call(program, role, sizes, part, name => $"{session}.{name}").Write(
                    inputs, MemberNames.Quoted(parameters.Select(parameter => parameter.Name)),
                    arguments.Take(inputs.Count).Select((argument, index) => Part(argument.Name, inputs[index].Shape)).ToList(),
                    arguments.Skip(inputs.Count).Select((argument, index) => Part(argument.Name, network.Outputs[index].Shape)));
            }
        }
    }

    private ProgramCallWriter Call(Program program, string role, SizeNames sizes, string frame, Func<string, string> member) => new(writer, program, Helper(role), sizes, frame, member);

    private static IEnumerable<NetworkInput> Given(LoweredVariant call) => call.Inputs.Where(input => !input.IsTarget);

    private void WriteTrainer()
    {
        var locals = new NameAllocator();
        var names = network.Inputs.Select(input => locals.Allocate(input.Argument)).ToList();
        var bound = network.Symbols.Select(symbol => locals.Allocate(symbol.Argument)).ToList();
        var members = new MemberNames(locals);
        var (frame, applies) = (locals.Allocate("frame"), locals.Allocate("applies"));
        var sizes = SizeNames.OfArguments(network.Symbols, bound, frame);
        var signature = string.Join(", ", network.Inputs.Select((input, index) => $"{Span(input)} {names[index]}").Concat(bound.Select(name => "int " + name)));
        void Parameters()
        {
            for (var index = 0; index < names.Count; index++)
                writer.Line($"/// <param name=\"{names[index].TrimStart('@')}\">{Described(network.Inputs[index])}</param>");
            WriteSymbols(network.Symbols, bound);
        }

        void WriteOverloads(string header) => CallVariants.WriteOverloads(writer, header, network.Inputs, names, [.. network.Symbols.Zip(bound, (symbol, name) => (symbol, name))], []);

        writer.Line("/// <summary>A workspace for training; nothing is allocated after it is made.</summary>");
        using (writer.Block("public sealed class Trainer : global::Sinter.TrainingSession"))
        {
            writer.Line($"internal Trainer({Runtime}.Weights weights, global::Sinter.Optimizer optimizer, int maxBatch, int threads, ulong seed) : base(weights, optimizer, maxBatch, threads, seed) {{ }}");
            writer.Line();
            writer.Line("/// <summary>One step: forward, backward, and the optimizer. Returns the loss before the step.</summary>");
            Parameters();
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A length or a token does not fit; nothing is changed.</exception>");
            writer.Line("/// <exception cref=\"global::Sinter.NonFiniteLossException\">The loss is not a number or infinite; nothing is changed.</exception>");
            writer.Line($"public float Step({signature}) => {members.Of("Compute")}({string.Join(", ", names.Concat(bound))}, {applies}: true);");
            WriteOverloads("public float Step");
            writer.Line();
            writer.Line("/// <summary>The loss and, in <see cref=\"global::Sinter.TrainingSession.Gradients\"/>, its gradients; the weights stay as they are.</summary>");
            Parameters();
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A length or a token does not fit; nothing is changed.</exception>");
            writer.Line("/// <exception cref=\"global::Sinter.NonFiniteLossException\">The loss is not a number or infinite.</exception>");
            writer.Line($"public float ComputeGradients({signature}) => {members.Of("Compute")}({string.Join(", ", names.Concat(bound))}, {applies}: false);");
            WriteOverloads("public float ComputeGradients");
            writer.Line();
            using (writer.Block($"private float Compute({signature}, bool {applies})"))
            using (WriteBegin(frame, "BeginStep", network.Inputs.ToList(), names, sizes, bound, members))
            {
                var named = network.Inputs.Zip(names, (input, name) => (input.Argument, name)).ToDictionary(pair => pair.Argument, pair => pair.name);
                CallVariants.Write(writer, [.. network.Calls], named, call =>
                {
                    var (program, values) = (call.Training!, call.Inputs.Select(input => named[input.Argument]).ToList());
                    foreach (var (layer, count) in call.Statistics)
                        writer.Line($"{members.Of("CheckStatistics")}({MemberNames.Quoted(First(network.Inputs, names))}, {Literal.Of(layer)}, {sizes.Of(count)});");
                    var run = Call(program, "Training" + variants.SuffixOf(call), sizes, frame, members.Of).WriteCopies(call.Inputs, MemberNames.Quoted(values), values);
                    writer.Line($"{members.Of("BeginGradients")}();");
                    writer.Line(run);
                    writer.Line($"return {members.Of("EndGradients")}({BufferText.Of(program.Buffers, program.Loss!.Value, sizes, frame)}[0], {applies}{Counts(call)});");
                });
            }
        }
    }

    // What the step adds to the counters, where that is not what the table of the network says.
    private string Counts(LoweredVariant call) => call.Counts.Equals(network.Counts)
        ? ""
        : $", [{string.Join(", ", network.Layout!.States.Select(state => Literal.Of(call.Counts.FirstOrDefault(count => count.Key == state.Key)?.PerStep ?? 0)))}]";

    // The input whose length says how many samples there are.
    private static string First(IEnumerable<NetworkInput> inputs, IReadOnlyList<string> names) => names[inputs.TakeWhile(input => input.IsOptional).Count()];

    private void WriteSymbols(IEnumerable<DimSymbol> symbols, IEnumerable<string> names)
    {
        foreach (var (symbol, name) in symbols.Zip(names, (symbol, name) => (symbol, name)))
            writer.Line($"/// <param name=\"{name.TrimStart('@')}\">{Literal.Xml(symbol.Name)}, from {Literal.Of(symbol.Min)} to {Literal.Of(symbol.Max)}{(symbol.MultipleOf == 1 ? "" : $", a multiple of {Literal.Of(symbol.MultipleOf)}")}.</param>");
    }

    // Takes the session and checks the lengths of the inputs; disposing the result gives it back, whatever has become of the call.
    private IDisposable WriteBegin(string frame, string begin, List<NetworkInput> inputs, List<string> names, SizeNames sizes, IEnumerable<string> symbols, MemberNames members)
    {
        var bound = string.Join(", ", symbols);
        var first = inputs.TakeWhile(input => input.IsOptional).Count();
        var perSample = sizes.Long(Extent.Of(inputs[first].Shape.Dims.Skip(1)));
        var call = WriteBegin(writer, members, frame, begin, names[first], $"{perSample}{(bound.Length == 0 ? "" : $", [{bound}]")}");
        for (var index = 0; index < inputs.Count; index++)
        {
            if (index == first) continue;
            writer.Line($"{(inputs[index].IsOptional ? $"if (!{names[index]}.IsEmpty) " : "")}{members.Of("CheckInput")}({MemberNames.Quoted(names[index])}, {names[index]}.Length, {sizes.Of(Extent.Of(inputs[index].Shape))});");
        }

        return call;
    }

    /// <summary>Takes a session; disposing the result gives it back, whatever has become of the call.</summary>
    internal static IDisposable WriteBegin(SourceWriter writer, MemberNames members, string frame, string begin, string first, string sizes)
    {
        writer.Line($"{Runtime}.Frame {frame} = {members.Of(begin)}(fingerprint: {Fingerprint.Placeholder}, {MemberNames.Quoted(first)}, {first}.Length, {sizes});");
        return writer.TryFinally($"{members.Of("End")}();");
    }

    /// <summary>Checks that outputs lie across neither inputs nor each other.</summary>
    internal static void WriteOverlaps(SourceWriter writer, MemberNames members, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        for (var index = 0; index < outputs.Count; index++)
        {
            foreach (var other in inputs.Concat(outputs.Take(index)))
                writer.Line($"{members.Of("CheckApart")}({MemberNames.Quoted(other)}, {other}, {MemberNames.Quoted(outputs[index])}, {outputs[index]});");
        }
    }

    internal static string Span(NetworkOutput output) => output.Type == DataType.Int32 ? "global::System.Span<int>" : "global::System.Span<float>";

    internal static string Span(NetworkInput input) => input.Type == DataType.Int32 ? Tokens : Floats;

    private static string Described(NetworkInput input) => $"{Literal.Xml(input.Shape.ToString())}{Limit(input)}{(input.IsOptional ? " Nothing, to leave it out." : "")}";

    internal static string Limit(NetworkInput input)
    {
        if (!input.IsLimited) return ".";
        var bounds = input.Measured.Select(extent => Literal.Xml(extent.ToString()));
        if (input.Limit > 0) bounds = bounds.Append(Literal.Of(input.Limit - 1));
        return $", each from 0 to {string.Join(" and ", bounds)}{(input.IgnoreIndex is { } ignored ? $", or {Literal.Of(ignored)} to be passed over" : "")}.";
    }
}
