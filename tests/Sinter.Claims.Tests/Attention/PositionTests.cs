using Sinter.Claims.Page;

namespace Sinter.Claims.Attention;

/// <summary>Whether attention knows an order.</summary>
public sealed class PositionTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const double Rounding = 1e-5;

    private delegate void Forward(ReadOnlySpan<float> x, Span<float> output, Span<float> logarithms);

    [Claim("Attention without places is equivariant to permutations: what is exchanged in the input is exchanged in the output", "Vaswani et al. 2017; Lee et al. 2019")]
    public void Permutation()
    {
        using var session = new WithoutPlaces(1).CreateSession();
        var distance = Permuted(session.Forward);
        Assert.InRange(distance, 0, Rounding);
        Measured($"permuted output and output of the permuted input: within {Rounding:0e0} of one another");
    }

    [Claim("Sines and cosines of the place break it", "Vaswani et al. 2017, 3.5")]
    public void Sinusoidal()
    {
        using var session = new SinusoidalPlaces(1).CreateSession();
        Broken(session.Forward);
    }

    [Claim("Learned places break it", "Gehring et al. 2017; Devlin et al. 2018")]
    public void Learned()
    {
        using var session = new LearnedPlaces(1).CreateSession();
        Broken(session.Forward);
    }

    [Claim("Rotated queries and keys (RoPE) break it", "Su et al. 2021")]
    public void Rotary()
    {
        using var session = new RotatedPlaces(1).CreateSession();
        Broken(session.Forward);
    }

    [Claim("Slopes over the distance (ALiBi) break it", "Press et al. 2022")]
    public void Slopes()
    {
        using var session = new SlopedPlaces(1).CreateSession();
        Broken(session.Forward);
    }

    [Claim("RoPE and ALiBi depend on the distance alone; added places do not", "Su et al. 2021; Press et al. 2022")]
    public void Distance()
    {
        using var rotated = new RotatedPlaces(1).CreateSession();
        using var sloped = new SlopedPlaces(1).CreateSession();
        using var sinusoidal = new SinusoidalPlaces(1).CreateSession();
        using var learned = new LearnedPlaces(1).CreateSession();
        var (rope, alibi, sines, table) = (Spread(rotated.Forward), Spread(sloped.Forward), Spread(sinusoidal.Forward), Spread(learned.Forward));
        foreach (var (within, across) in (IEnumerable<(double, double)>)[rope, alibi]) Assert.InRange(within / across, 0, Rounding);
        foreach (var (within, across) in (IEnumerable<(double, double)>)[sines, table]) Assert.InRange(within / across, 0.1, 100);
        Measured($"the same vector at every place: scores of one distance differ by less than {Rounding:0e0} of what distances differ by with RoPE and ALiBi, by {sines.Within / sines.Across:F1} with sines and {table.Within / table.Across:F1} with learned places");
    }

    private void Broken(Forward forward, [System.Runtime.CompilerServices.CallerMemberName] string test = "")
    {
        var distance = Permuted(forward);
        Assert.InRange(distance, 0.01, 2);
        Measured($"{100 * distance:F0} % of the norm apart", test);
    }

    private static double Permuted(Forward forward)
    {
        var x = Draw.Normal(Places.Count * Places.Features, 1);
        int[] order = [.. Enumerable.Range(0, Places.Count)];
        new Random(2).Shuffle(order);
        return Size.Distance(Reordered(Run(forward, x).Output, order), Run(forward, Reordered(x, order)).Output);
    }

    // How far scores of one distance are apart, and those of all distances, both at the most. A row's scores are known up to a constant.
    private static (double Within, double Across) Spread(Forward forward)
    {
        var one = Draw.Normal(Places.Features, 3);
        var logarithms = Run(forward, [.. Enumerable.Range(0, Places.Count).SelectMany(_ => one)]).Logarithms;
        var byDistance = new Dictionary<int, List<double>>();
        for (var i = 0; i < Places.Count; i++)
        {
            for (var j = 0; j < Places.Count; j++)
            {
                var score = logarithms[(i * Places.Count) + j] - (double)logarithms[(i * Places.Count) + i];
                if (!byDistance.TryGetValue(j - i, out var scores)) byDistance[j - i] = scores = [];
                scores.Add(score);
            }
        }

        var means = byDistance.Values.Select(scores => scores.Average()).ToList();
        return (byDistance.Values.Max(scores => scores.Max() - scores.Min()), means.Max() - means.Min());
    }

    private static (float[] Output, float[] Logarithms) Run(Forward forward, float[] x)
    {
        var (output, logarithms) = (new float[Places.Count * Places.Features], new float[Places.Heads * Places.Count * Places.Count]);
        forward(x, output, logarithms);
        return (output, logarithms);
    }

    private static float[] Reordered(float[] x, int[] order) => [.. order.SelectMany(place => x.AsSpan(place * Places.Features, Places.Features).ToArray())];
}
