using Sinter.Generator.Autodiff;
using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Scalars;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Generated;

/// <summary>
/// What a network should compute: the graph as it was declared, differentiated and interpreted in double precision, without any
/// pass that changes it.
/// </summary>
/// <remarks>
/// How far 32-bit results may be off depends on how well the network is conditioned, so that is measured: the same graph is
/// interpreted again with a random error of one unit in the last place of a float after every operation (of a sum: in that of its
/// terms, which may be added up in any order), and results may differ by a multiple of what those errors did.
/// </remarks>
internal sealed class Oracle(Graph declared)
{
    private const int NoisyRuns = 2;

    /// <summary>How many times the measured deviation is allowed: the errors of a sum of many terms add up.</summary>
    private const double Allowance = 40;

    /// <summary>Allowed whatever was measured, relative to the largest element.</summary>
    private const double Floor = 2e-6;

    /// <summary>Beyond this deviation, relative to the largest element, a comparison would mean nothing.</summary>
    private const double IllConditioned = 1e-4;

    /// <summary>A deviation below this is small whatever the elements: a gradient that cancels to nothing.</summary>
    private const double Negligible = 1e-6;

    private static readonly double LeastNormal = Math.ScaleB(1, -126);

    private const string Norm = "norm of all gradients", Gradient = "gradient ";

    // What a step of a scan reads has no value outside it.
    private readonly Graph graph = RemoveDead.Run(declared);

    private readonly Graph training = declared.Loss is null ? declared : Gradients.Differentiate(DropFrozenUpdates.Run(ResolvePhase.Run(RemoveDead.Run(declared), Phase.Training)), CancellationToken.None);

    public Graph Training => training;

    /// <summary>The outputs at inference.</summary>
    public Expectations Inference(Sample sample) => Measure((noise, watch) => Read(
        sample.Interpreter(graph, Phase.Inference), noise, watch,
        run => graph.Outputs.Select(output => ("output " + output.Name, run.Output(output.Name).Data))));

    /// <summary>Loss, gradients and states of a training step.</summary>
    public Expectations Step(Sample sample, int step = 0) => Step(training, sample, step);

    /// <summary>
    /// The same with what the passes do to rounding: they may take a sum of deviations from a mean for nothing, as PyTorch does, and what is
    /// left of it in floats is then no longer taken off again. What they compute in double precision has to be what was declared.
    /// </summary>
    public Expectations StepAfterPasses(Expectations expected, Sample sample, int step, PassOptions options)
    {
        var optimized = Step(NetworkLevels.Training.Optimize(declared, options, CancellationToken.None), sample, step);
        return expected with
        {
            Items = [.. expected.Items.Zip(optimized.Items, (item, other) => item.What == other.What && IsSame(item.Values, other.Values) ? item with { Tolerance = Math.Max(item.Tolerance, other.Tolerance) } : item)],
        };
    }

    private static bool IsSame(double[] declared, double[] optimized)
    {
        var largest = declared.Length == 0 ? 0 : declared.Max(Math.Abs);
        return declared.Zip(optimized, (a, b) => Math.Abs(a - b)).All(difference => difference <= 1e-9 * Math.Max(1, largest));
    }

    private static Expectations Step(Graph graph, Sample sample, int step)
    {
        var expected = Measure((noise, watch) => Read(sample.Interpreter(graph, Phase.Training, step), noise, watch, run =>
        {
            var gradients = graph.Gradients.Select(gradient => ((ParameterOp)graph[gradient.Parameter].Op).Key).ToArray();
            var norm = Math.Sqrt(gradients.Sum(key => run.Gradient(key).Data.Sum(value => value * value)));
            var updated = graph.Updates.Select(update => ((StateOp)graph[update.State].Op).Key).ToArray();
            return new[] { ("loss", new[] { run.Loss }), (Norm, [norm]) }
                .Concat(gradients.Select(key => (Gradient + key, run.Gradient(key).Data)))
                .Concat(updated.Select(key => ("state " + key, run.Update(key).Data)))
                .Concat(sample.States.Where(state => !updated.Contains(state.Key)).Select(state => ("state " + state.Key, state.Value)));
        }));

        // A gradient that cancels to nothing beside those of other weights may do so in another order.
        var rounding = Math.ScaleB(expected.Items.Single(item => item.What == Norm).Values[0], -22);
        return expected with { Items = [.. expected.Items.Select(item => item.What.StartsWith(Gradient, StringComparison.Ordinal) ? item with { Tolerance = item.Tolerance + rounding } : item)] };
    }

    /// <summary>
    /// The outputs at inference, of inputs that need not be finite. Elements that are NaN or infinite with and without rounding errors have to
    /// be; where errors decide whether they are, or a key of attention that may or may not spoil what sees it, everything is right. Nothing is
    /// known (null) if numbers occur that floats do not reach.
    /// </summary>
    public Expectations? Special(Sample sample)
    {
        var overflows = false;
        (string What, double[] Values)[] Run(Random? noise)
        {
            var interpreter = sample.Interpreter(graph, Phase.Inference);
            interpreter.KeysSpoil = noise is not null;
            interpreter.Rounding = (op, inputs, values) =>
            {
                overflows |= Overflow(values);
                return noise is not null && Magnitude(op, inputs, values) is { } magnitude ? Shaken(values, magnitude, noise) : values;
            };
            var run = interpreter.Run();
            return [.. graph.Outputs.Select(output => ("output " + output.Name, run.Output(output.Name).Data))];
        }

        var runs = Enumerable.Range(0, NoisyRuns + 1).Select(seed => Run(seed == 0 ? null : new Random(seed))).ToArray();
        return overflows ? null : new Expectations([.. runs[0].Select((item, i) => SpecialExpectation(item.What, [.. runs.Select(run => run[i].Values)]))], IsIllConditioned: false);
    }

    private static Expectation SpecialExpectation(string what, double[][] runs)
    {
        var values = runs[0];
        var (largest, deviation) = (0.0, 0.0);
        var isOpen = new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (runs.All(run => double.IsFinite(run[i])))
            {
                largest = Math.Max(largest, Math.Abs(value));
                deviation = Math.Max(deviation, runs.Max(run => Math.Abs(run[i] - value)));
            }
            else
            {
                isOpen[i] = !runs.All(run => run[i].Equals(value));
            }
        }

        var isIllConditioned = !(deviation <= (IllConditioned * largest) + Negligible) || !(largest < 1e6);
        for (var i = 0; i < values.Length; i++) isOpen[i] |= isIllConditioned && double.IsFinite(values[i]);
        return new Expectation(what, values, (Allowance * deviation) + (Floor * largest) + 1e-12) { IsOpen = isOpen };
    }

    // Numbers that floats do not reach are infinite there, and what follows from them is anything.
    private static Expectations Measure(Func<Random?, Action<Values>, (string What, double[] Values)[]> measured)
    {
        var overflows = false;
        void Watch(Values values) => overflows |= Overflow(values);
        (string What, double[] Values)[] Run(Random? noise) => measured(noise, Watch);

        var exact = Run(null);
        var noisy = Enumerable.Range(0, NoisyRuns).Select(seed => Run(new Random(seed))).ToArray();
        var items = new List<Expectation>();
        var isIllConditioned = false;
        for (var i = 0; i < exact.Length; i++)
        {
            var values = exact[i].Values;
            var largest = values.Length == 0 ? 0 : values.Max(Math.Abs);
            var deviation = noisy.SelectMany(other => other[i].Values.Zip(values, (a, b) => Math.Abs(a - b))).DefaultIfEmpty().Max();
            isIllConditioned |= !(deviation <= (IllConditioned * largest) + Negligible) || !(largest < 1e6);
            items.Add(new Expectation(exact[i].What, values, (Allowance * deviation) + (Floor * largest) + 1e-12));
        }

        return new Expectations(items, isIllConditioned || overflows);
    }

    private static bool Overflow(Values values) => values.Data.Any(value => double.IsFinite(value) && Math.Abs(value) > float.MaxValue / 4);

    private static (string, double[])[] Read(GraphInterpreter interpreter, Random? noise, Action<Values> watch, Func<GraphInterpreter, IEnumerable<(string, double[])>> read)
    {
        if (noise is not null)
        {
            interpreter.Rounding = (op, inputs, values) =>
            {
                watch(values);
                return Magnitude(op, inputs, values) is { } magnitude ? Shaken(values, magnitude, noise) : values;
            };
        }

        return [.. read(interpreter.Run())];
    }

    // What rounding errors of each element are relative to, or null for what is exact: moving, comparing and picking elements.
    private static Values? Magnitude(Op op, Values[] inputs, Values result) => op switch
    {
        PointwiseOp { Function: ScalarFunction.Add or ScalarFunction.Subtract } => ArithmeticEvaluator.Pointwise(ScalarFunction.Add, Absolute(inputs), result.Dims),
        ReduceOp { Kind: ReduceKind.Sum } => ArithmeticEvaluator.Reduce(ReduceKind.Sum, Absolute(inputs)[0], result.Dims),
        MatMulOp matMul => Absolute(inputs) is var terms ? ArithmeticEvaluator.MatMul(matMul, terms[0], terms[1], result.Dims) : null,
        ConvolutionOp convolution => Absolute(inputs) is var terms ? ImageEvaluator.Convolution(convolution, terms[0], terms[1], result.Dims) : null,
        ConvolutionWeightGradientOp gradient => Absolute(inputs) is var terms ? ImageEvaluator.WeightGradient(gradient, terms[0], terms[1], result.Dims) : null,
        SegmentOp { Kind: ReduceKind.Sum } => SegmentEvaluator.Segment(ReduceKind.Sum, Absolute(inputs)[0], inputs[1], result.Dims),
        PoolOp { Kind: PoolKind.Average } pool => ImageEvaluator.Pool(pool, Absolute(inputs)[0], result.Dims),
        InputOp { Type: DataType.Float32 } or ParameterOp or StateOp or ScatterAddOp or AveragePoolGradientOp or MaxPoolGradientOp => result,
        AttentionOp or AttentionGradientOp or ResultOp { Shape.FullRank: 4 } => result,
        PointwiseOp pointwise when !IsExact(pointwise.Function) => result,
        _ => null,
    };

    private static bool IsExact(ScalarFunction function) => ScalarTable.Of(function).Derivative is null || function is
        ScalarFunction.Negate or ScalarFunction.Abs or ScalarFunction.Maximum or ScalarFunction.Minimum or ScalarFunction.Select;

    private static Values[] Absolute(Values[] inputs) => [.. inputs.Select(input => input with { Data = Array.ConvertAll(input.Data, Math.Abs) })];

    // What floats have no more digits for, or nothing but 0.
    private static double Underflown(double value) => Math.Abs(value) < LeastNormal ? (float)value : value;

    private static Values Shaken(Values values, Values magnitude, Random random)
    {
        var result = Values.Zeros(values.Dims);
        for (var i = 0; i < result.Data.Length; i++)
        {
            var error = ((2 * random.NextDouble()) - 1) * Math.ScaleB(Math.Abs(magnitude.Data[i]), -23);
            result.Data[i] = double.IsFinite(error) ? Underflown(values.Data[i]) + error : values.Data[i];
        }

        return result;
    }
}

/// <summary>An array as it should be, and by how much each element may differ.</summary>
internal sealed record Expectation(string What, double[] Values, double Tolerance)
{
    /// <summary>The elements that may be anything; null for none.</summary>
    public bool[]? IsOpen { get; init; }

    /// <summary>Whether an element is what it should be: close to a number, and the same as what is none.</summary>
    public bool Agrees(int index, float actual) => IsOpen?[index] == true || (double.IsFinite(Values[index]) ? Math.Abs(actual - Values[index]) <= Tolerance : Values[index].Equals(actual));
}

/// <summary>All arrays of one call.</summary>
/// <param name="Items">The arrays.</param>
/// <param name="IsIllConditioned">Whether the numbers happen to be such that rounding decides the results.</param>
internal sealed record Expectations(IReadOnlyList<Expectation> Items, bool IsIllConditioned)
{
    /// <summary>The elements that are wrong, the worst of each array.</summary>
    public IReadOnlyList<string> Compare(Results results)
    {
        var wrong = new List<string>();
        var actual = results.Items.ToDictionary(item => item.What, item => item.Values);
        foreach (var item in Items)
        {
            var (what, expected, tolerance) = item;
            if (!actual.TryGetValue(what, out var values))
            {
                wrong.Add($"{what} is missing.");
                continue;
            }

            var worst = -1;
            for (var i = 0; i < expected.Length; i++)
            {
                var error = Math.Abs(values[i] - expected[i]);
                if (!item.Agrees(i, values[i]) && (worst < 0 || double.IsNaN(error) || error > Math.Abs(values[worst] - expected[worst]))) worst = i;
            }

            if (worst >= 0) wrong.Add($"{what}[{worst}] of {expected.Length} should be {expected[worst]:G9}, but is {values[worst]:G9}; {tolerance:E1} would be tolerated.");
        }

        foreach (var (what, _) in results.Items)
        {
            if (Items.All(item => item.What != what)) wrong.Add($"{what} is not expected.");
        }

        return wrong;
    }
}
