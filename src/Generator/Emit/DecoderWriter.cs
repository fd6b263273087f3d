using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes the decoder of a network that continues a sequence call by call.</summary>
internal sealed class DecoderWriter(SourceWriter writer, LoweredNetwork network, string program)
{
    private const string Runtime = "global::Sinter.Runtime";

    /// <summary>The method that makes a decoder.</summary>
    public static void WriteFactory(SourceWriter writer, LoweredNetwork network)
    {
        writer.Line();
        writer.Line($"/// <summary>A workspace that continues one sequence, of up to {Literal.Of(network.DecodeCapacity!.Value)} places: a prompt at once, then token by token.</summary>");
        writer.Line("/// <param name=\"threads\">How many threads a call may use; 0 for all cores.</param>");
        writer.Line("public Decoder CreateDecoder(int threads = 1) => new(weights, threads);");
    }

    // Lengths are those of the whole sequence, of which a call has some places.
    private NetworkInput Whole(NetworkInput input) => input.Measured.Count == 0 ? input : input with
    {
        Measured = [],
        Limit = Math.Min(input.Limit > 0 ? input.Limit : int.MaxValue, Math.Min(network.DecodeCapacity!.Value, int.MaxValue - 1) + 1),
    };

    /// <summary>Writes the class.</summary>
    public void Write()
    {
        var inputs = network.Inputs.Where(input => !input.IsTarget).Select(Whole).ToList();
        var locals = new NameAllocator();
        var names = inputs.Select(input => locals.Allocate(input.Argument)).ToList();
        var results = network.Outputs.Select(output => locals.Allocate(output.Name)).ToList();
        var members = new MemberNames(locals);
        var (frame, steps) = (locals.Allocate("frame"), locals.Allocate("steps"));
        var sizes = SizeNames.OfArguments(network.DecodingSymbols, [steps, $"{frame}.Size(1)", $"{frame}.Size(2)"], frame);
        var perStep = inputs[0].Shape.Dims.Where(dim => dim.IsConstant).Aggregate(1L, (product, dim) => product * dim.Value);
        writer.Line("/// <summary>A workspace that continues one sequence; nothing is allocated after it is made.</summary>");
        using (writer.Block("public sealed class Decoder : global::Sinter.DecodingSession"))
        {
            writer.Line($"internal Decoder({Runtime}.Weights weights, int threads) : base(weights, capacity: {Literal.Of(network.DecodeCapacity!.Value)}, threads) {{ }}");
            writer.Line();
            writer.Line("/// <summary>Computes the outputs of the next places of the sequence, as many as the first input has.</summary>");
            for (var index = 0; index < names.Count; index++)
                writer.Line($"/// <param name=\"{names[index].TrimStart('@')}\">{Literal.Xml(inputs[index].Shape.ToString())} for one sample{NetworkWriter.Limit(inputs[index])}</param>");
            for (var index = 0; index < results.Count; index++)
                writer.Line($"/// <param name=\"{results[index].TrimStart('@')}\">Receives {Literal.Xml(network.Outputs[index].Shape.ToString())} for one sample.</param>");
            writer.Line("/// <exception cref=\"global::System.ArgumentException\">A length does not fit, or there is no room for so many places; nothing is changed.</exception>");
            writer.Line("/// <exception cref=\"global::System.ObjectDisposedException\">The decoder has been disposed.</exception>");
            var signature = inputs.Select((input, index) => $"{NetworkWriter.Span(input)} {names[index]}").Concat(results.Select((result, index) => $"{NetworkWriter.Span(network.Outputs[index])} {result}"));
            using (writer.Block($"public void Decode({string.Join(", ", signature)})"))
            {
                using var call = NetworkWriter.WriteBegin(writer, members, frame, "Begin", names[0], Literal.Of(perStep));
                writer.Line($"long {steps} = {frame}.Size(0);");
                for (var index = 1; index < names.Count; index++)
                    writer.Line($"{members.Of("CheckInput")}({MemberNames.Quoted(names[index])}, {names[index]}.Length, {sizes.Of(Extent.Of(inputs[index].Shape.Dims.Skip(1)))});");
                for (var index = 0; index < results.Count; index++)
                    writer.Line($"{members.Of("CheckOutput")}({MemberNames.Quoted(results[index])}, {results[index]}.Length, {sizes.Of(Extent.Of(network.Outputs[index].Shape.Dims.Skip(1)))});");
                NetworkWriter.WriteOverlaps(writer, members, names, results);
                new ProgramCallWriter(writer, network.Decoding!, program, sizes, frame, members.Of).Write(inputs, MemberNames.Quoted(names), names, results);
                writer.Line($"{members.Of("Advance")}({steps});");
            }
        }
    }
}
