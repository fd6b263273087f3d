using Sinter.Generator.Tests.Generated;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Decodes a sequence in pieces of random lengths; together they are what the whole sequence gives.</summary>
internal static class DecodingCheck
{
    /// <summary>What is wrong with the outputs of a sample of one sequence.</summary>
    /// <param name="network">The network.</param>
    /// <param name="sample">One sequence, no longer than the decoder's capacity.</param>
    /// <param name="expected">Its outputs.</param>
    /// <param name="threads">The threads of a call.</param>
    /// <param name="random">Decides the pieces.</param>
    public static IEnumerable<string> Compare(CompiledNetwork network, Sample sample, Expectations expected, int threads, Random random)
    {
        var lowered = network.Lowered!;
        var symbol = lowered.DecodingSymbols[0];
        var length = (int)sample.Bindings.Of(symbol);
        using var decoder = network.CreateDecoder(network.Create(sample), threads);

        // What a decoder has forgotten may not come back.
        if (random.Next(2) == 0)
        {
            Decode(network, decoder, sample.WithInputs((_, _) => 0), symbol, 0, random.Next(1, length + 1), null);
            decoder.Reset();
        }

        var outputs = lowered.Outputs.Select(output => new float[sample.Count(output.Shape)]).ToArray();
        for (var place = 0; place < length;)
        {
            var end = random.Next(3) == 0 ? place + 1 : random.Next(place + 1, length + 1);
            Decode(network, decoder, sample, symbol, place, end, outputs);
            place = end;
            if (random.Next(6) != 0) continue;
            place = random.Next(place + 1);
            decoder.Reset(place);
        }

        return expected.Compare(network.Outputs(outputs)).Select(problem => "decoded " + problem);
    }

    private static void Decode(CompiledNetwork network, DecodingSession decoder, Sample sample, DimSymbol symbol, int begin, int end, float[][]? outputs)
    {
        var lowered = network.Lowered!;
        var inputs = lowered.Inputs.Where(input => !input.IsTarget).Select(input => new Places(sample, input.Shape, symbol).Read(sample.Argument(input), begin, end)).ToArray();
        var places = lowered.Outputs.Select(output => new Places(sample, output.Shape, symbol)).ToArray();
        var pieces = places.Select(place => new float[place.Count(end - begin)]).ToArray();
        network.Decode(decoder, inputs, pieces);
        for (var i = 0; i < pieces.Length && outputs is not null; i++) places[i].Write(pieces[i], outputs[i], begin, end);
    }

    /// <summary>Where the places of a sequence are in a value of one sample: along its first axis of that extent, or of a multiple.</summary>
    private sealed class Places
    {
        private readonly int outer = 1, inner = 1, length;

        public Places(Sample sample, Shape shape, DimSymbol symbol)
        {
            length = (int)sample.Bindings.Of(symbol);
            var isInner = false;
            foreach (var dim in shape.Dims.Skip(1))
            {
                var extent = (int)dim.Evaluate(sample.Bindings.Of);
                if (!isInner && !dim.IsConstant && dim.Symbol!.Equals(symbol)) (isInner, inner) = (true, extent / length);
                else if (isInner) inner *= extent;
                else outer *= extent;
            }
        }

        public int Count(int places) => outer * inner * places;

        public Array Read(Array all, int begin, int end)
        {
            var piece = Array.CreateInstance(all.GetType().GetElementType()!, Count(end - begin));
            for (var o = 0; o < outer; o++) Array.Copy(all, ((o * length) + begin) * inner, piece, o * (end - begin) * inner, (end - begin) * inner);
            return piece;
        }

        public void Write(Array piece, Array all, int begin, int end)
        {
            for (var o = 0; o < outer; o++) Array.Copy(piece, o * (end - begin) * inner, all, ((o * length) + begin) * inner, (end - begin) * inner);
        }
    }
}
