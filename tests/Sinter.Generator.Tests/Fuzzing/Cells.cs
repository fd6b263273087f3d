namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Random cells of recurrences.</summary>
internal static class Cells
{
    private const int MostOperations = 7;

    /// <summary>Runs a cell that <paramref name="seed"/> decides over the first axis of <paramref name="x"/>.</summary>
    /// <param name="x">The sequence. Its cell computes with values of the shape of one step.</param>
    /// <param name="outside">What the cell reads besides: the same at every step, if it fits.</param>
    /// <param name="states">The number of states.</param>
    /// <param name="seed">Decides the cell.</param>
    /// <param name="reverse">Whether it runs from the last step to the first.</param>
    public static Tensor Scan(Tensor x, Tensor outside, int states, int seed, bool reverse)
    {
        var random = new Random(seed);
        var first = x.Select(0, 0);
        var initial = Enumerable.Range(0, states).Select(_ => random.Next(2) == 0 ? first : first * 0).ToArray();
        var shared = random.Next(2) == 0 ? Row(outside, first) : null;
        var (outputs, last) = ScanLayers.Scan([x], initial, (step, now) =>
        {
            var values = new List<Tensor> { step[0] };
            values.AddRange(now);
            if (shared is not null) values.Add(shared);
            for (var made = 2 + random.Next(MostOperations - 1); made > 0; made--) values.Add(Operation(random, values));

            // The shape of a state is that of a step; bounded, or long sequences would grow without end.
            var next = now.Select((_, i) => (values[^(1 + i)] + (random.Next(2) == 0 ? now[random.Next(now.Length)] : step[0])).Tanh()).ToArray();
            return ([values[random.Next(1, values.Count)]], next);
        }, reverse);
        return random.Next(3) == 0 ? last[random.Next(states)] : outputs[0];
    }

    // A part of another value with as many elements as one step has, if there is one.
    private static Tensor? Row(Tensor outside, Tensor step)
    {
        if (outside.Shape.IsBatched != step.Shape.IsBatched || outside.Shape.FullRank != step.Shape.FullRank + 1) return null;
        var row = outside.Select(0, 0);
        return row.Shape.Equals(step.Shape) ? row : null;
    }

    private static Tensor Operation(Random random, List<Tensor> values)
    {
        Tensor Any() => values[random.Next(values.Count)];
        var (x, y) = (Any(), Any());
        return random.Next(14) switch
        {
            0 or 1 => x + y,
            2 or 3 => x * y,
            4 => x - (y * 0.5f),
            5 => x.Tanh(),
            6 => x.Sigmoid(),
            7 when x.Shape.Rank > 0 => x.Softmax(),
            8 when x.Shape.Rank > 0 => x - x.Mean(-1, keepDims: true),
            9 when x.Shape.Rank > 0 => x.Linear(x.Shape[^1]) + y,
            10 when x.Shape.Rank > 0 => x.Linear(x.Shape[^1], bias: false),
            11 => x.Dropout(0.25f),
            12 => x.Greater(0).Where(x, y),
            _ => x.Sin(),
        };
    }
}
