using Sinter.Generator.Model;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>
/// Writes the class of a definition that is wrong: the members that code around it may use, which throw with the text the
/// analyzer shows, so that the author sees one error and not one more for each use.
/// </summary>
internal static class SkeletonWriter
{
    private const string Floats = "global::System.ReadOnlySpan<float>";
    private const string Tokens = "global::System.ReadOnlySpan<int>";
    private const string Result = "global::System.Span<float>";
    private const string TokenResult = "global::System.Span<int>";

    // The arguments of a wrong definition are not known: the usual ones are all there.
    private static readonly (string Inputs, string Results)[] ForwardSignatures =
    [
        ($"{Floats} a", $", {Result} b"),
        ($"{Tokens} a", $", {Result} b"),
        ($"{Floats} a, {Floats} b", $", {Result} c"),
        ($"{Tokens} a, {Tokens} b", $", {Result} c"),
        ($"{Floats} a", $", {Result} b, {Result} c"),
        ($"{Tokens} a", $", {Result} b, {Result} c"),
    ];

    private static readonly string[] StepSignatures =
    [
        $"{Floats} a, {Tokens} b",
        $"{Floats} a, {Floats} b",
        $"{Tokens} a, {Tokens} b",
        $"{Tokens} a, {Floats} b",
    ];

    /// <summary>The file of a network that does not compile.</summary>
    public static string Write(LoweredNetwork network)
    {
        var writer = new SourceWriter();
        FileWriter.WriteHeader(writer, network.Declaration);
        if (!network.Declaration.CanComplete) return writer.Line("// The class cannot be completed; see the errors reported for it.").ToString();
        var text = string.Join(" ", network.Errors.Select(error => error.Id is null ? error.Message : $"{error.Id}: {error.Message}"));
        var fail = $"throw new global::System.InvalidOperationException({Literal.Of(text)})";
        var name = network.Declaration.Name;
        var sizes = network.Declaration.Sizes;
        FileWriter.OpenClass(writer, network.Declaration, () => WriteRemarks(writer, network), () =>
        {
            bool IsFree(string member) => !network.Declaration.Taken.Contains(member);
            void Member(string signature)
            {
                if (IsFree(signature.Split('(')[0].Split(' ').Last())) writer.Line("/// <summary>Throws: the definition has errors.</summary>").Line($"{signature} => {fail};").Line();
            }

            Member($"public {name}(ulong seed = 0)");
            Member("public static global::Sinter.NetworkInfo Info");
            Member("public global::Sinter.ParameterCollection Parameters");
            Member("public global::Sinter.ParameterCollection States");
            Member($"public static {name} Load(string path, global::Sinter.LoadOptions? options = null)");
            Member($"public static {name} Load(global::Sinter.WeightSource source, global::Sinter.LoadOptions? options = null)");
            Member("public global::Sinter.LoadResult LoadWeights(string path, global::Sinter.LoadOptions? options = null)");
            Member("public global::Sinter.LoadResult LoadWeights(global::Sinter.WeightSource source, global::Sinter.LoadOptions? options = null)");
            Member("public void Save(string path)");
            Member("public void Save(string path, global::Sinter.WeightPrecision precision)");
            Member("public void SaveOnnx(string path)");
            Member("public void SaveOnnx(global::System.IO.Stream stream)");
            if (IsFree("Session")) Member("public Session CreateSession(int maxBatch = 1, int threads = 1)");
            if (IsFree("Trainer")) Member("public Trainer CreateTrainer(global::Sinter.Optimizer optimizer, int maxBatch, int threads = 1, ulong seed = 0)");
            if (IsFree("Session")) WriteNested(writer, "Session", "global::Sinter.InferenceSession", "base(null!, 1, 1)", Forms(network.Sketch, sizes).Select(form => $"public void Forward({form})"), fail);
            writer.Line();
            if (IsFree("Trainer"))
                WriteNested(writer, "Trainer", "global::Sinter.TrainingSession", "base(null!, null!, 1, 1, 0)", Steps(network.Sketch, sizes).SelectMany(form => new[] { $"public float Step({form})", $"public float ComputeGradients({form})" }), fail);
            if (network.DecodeCapacity is null || !IsFree("Decoder")) return;
            writer.Line();
            Member("public Decoder CreateDecoder(int threads = 1)");
            WriteNested(writer, "Decoder", "global::Sinter.DecodingSession", "base(null!, 1, 1)", Forms(network.Sketch, []).Select(form => $"public void Decode({form})"), fail);
        });
        return writer.ToString();
    }

    private static void WriteRemarks(SourceWriter writer, LoweredNetwork network)
    {
        writer.Line("/// <remarks>The definition has errors.</remarks>");
        // Where C# has no objection once everything is generated, this is what is wrong; where it has one, the analyzer leaves it at that.
        var known = network.Errors.Where(error => error.Id is not null).ToArray();
        if (known.Length == 0) known = [new(DiagnosticIds.Unsupported, "The definition does not compile before source generators have added to the project, which is when it is read; leave out what one of them adds.")];
        foreach (var error in known)
        {
            if (error.Id is { } id) writer.Line($"[global::Sinter.Runtime.NotCompiled({Literal.Of(id)}, {Literal.Of(error.Message)})]");
        }
    }

    // What the declaration says, or else the usual forms.
    private static IEnumerable<string> Forms(NetworkSketch? sketch, IEnumerable<string> sizes)
    {
        if (sketch is not null) return Given(sketch.Inputs).Select(inputs => Arguments(inputs, sizes, sketch.Outputs));
        var bound = Bound(sizes);
        return ForwardSignatures.Select(form => form.Inputs + bound + form.Results);
    }

    private static IEnumerable<string> Steps(NetworkSketch? sketch, IEnumerable<string> sizes)
    {
        if (sketch is not null) return Given(sketch.Inputs.Concat(sketch.Targets)).Select(inputs => Arguments(inputs, sizes, []));
        var bound = Bound(sizes);
        return StepSignatures.Select(inputs => inputs + bound);
    }

    // All inputs, and fewer of those that may be left out, the last ones first.
    private static IEnumerable<IEnumerable<SketchArgument>> Given(IEnumerable<SketchArgument> inputs)
    {
        var all = inputs.ToArray();
        var optional = all.Where(input => input.IsOptional).ToArray();
        return Enumerable.Range(0, optional.Length + 1).Select(count => all.Except(optional.Skip(optional.Length - count)));
    }

    private static string Bound(IEnumerable<string> sizes)
    {
        var names = new NameAllocator("a", "b", "c");
        return string.Concat(sizes.Select(size => ", int " + names.Allocate(size)));
    }

    private static string Arguments(IEnumerable<SketchArgument> inputs, IEnumerable<string> sizes, IEnumerable<SketchArgument> outputs)
    {
        var names = new NameAllocator();
        return string.Join(", ", inputs.Select(input => $"{(input.IsTokens ? Tokens : Floats)} {names.Allocate(input.Argument)}")
            .Concat(sizes.Select(size => "int " + names.Allocate(size)))
            .Concat(outputs.Select(output => $"{(output.IsTokens ? TokenResult : Result)} {names.Allocate(output.Argument)}")));
    }

    private static void WriteNested(SourceWriter writer, string type, string baseType, string baseCall, IEnumerable<string> methods, string fail)
    {
        writer.Line("/// <summary>Cannot be made: the definition has errors.</summary>");
        using (writer.Block($"public sealed class {type} : {baseType}"))
        {
            writer.Line($"private {type}() : {baseCall} {{ }}");
            writer.Line();
            foreach (var method in methods)
            {
                writer.Line("/// <summary>Throws: the definition has errors.</summary>");
                writer.Line($"{method} => {fail};");
            }
        }
    }
}
