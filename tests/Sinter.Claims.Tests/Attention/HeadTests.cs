using Sinter.Claims.Page;

namespace Sinter.Claims.Attention;

/// <summary>Attention of three heads whose outputs stand side by side.</summary>
[Network]
public partial class ThreeHeads
{
    public const int Heads = 3, Places = 8, Width = 4, Features = Heads * Width;

    private static (Tensor Output, Tensor Weights) Define([Shape(Places, Features)] Tensor x) => x.MultiHeadAttentionWithWeights(Heads, bias: false, averageAttentionWeights: false, name: "attention");
}

/// <summary>What heads have to do with one another.</summary>
public sealed class HeadTests(ITestOutputHelper output) : ClaimTests(output)
{
    private static readonly float[] Input = Draw.Normal(ThreeHeads.Places * ThreeHeads.Features, 1);

    [Claim("Heads are separate subspaces: the weights of one change its part of the output, and no other", "Vaswani et al. 2017, 3.2.2")]
    public void Subspaces()
    {
        var model = Model();
        var (before, _) = Forward(model);
        var changed = 0;
        for (var head = 0; head < ThreeHeads.Heads; head++)
        {
            var other = Model();
            var projection = other.Parameters["attention.in_proj_weight"].Values.ToArray();

            // Queries, keys and values have the rows of a head in the same place.
            for (var part = 0; part < 3; part++)
                foreach (ref var weight in projection.AsSpan(((part * ThreeHeads.Features) + (head * ThreeHeads.Width)) * ThreeHeads.Features, ThreeHeads.Width * ThreeHeads.Features)) weight = -2 * weight;
            other.Parameters["attention.in_proj_weight"].CopyFrom(projection);
            var (after, _) = Forward(other);
            for (var i = 0; i < after.Length; i++)
            {
                var isOfHead = i % ThreeHeads.Features / ThreeHeads.Width == head;
                Assert.Equal(isOfHead, after[i] != before[i]);
                if (isOfHead) changed++;
            }
        }

        Measured($"each of {ThreeHeads.Heads} heads with other weights: all {changed / ThreeHeads.Heads} numbers of its own change, and none of the other {before.Length - (changed / ThreeHeads.Heads)}");
    }

    [Claim("Heads attend to different places at once", "Vaswani et al. 2017; Voita et al. 2019")]
    public void DifferentPlaces()
    {
        var (_, weights) = Forward(Model());
        var rows = weights.Chunk(ThreeHeads.Places).ToArray();
        var different = 0;
        for (var place = 0; place < ThreeHeads.Places; place++)
        {
            var looked = Enumerable.Range(0, ThreeHeads.Heads).Select(head => rows[(head * ThreeHeads.Places) + place]).Select(row => Array.IndexOf(row, row.Max())).Distinct().Count();
            if (looked > 1) different++;
        }

        Assert.All(rows, row => Assert.Equal(1, row.Sum(), 1e-5));
        Assert.InRange(different, ThreeHeads.Places / 2, ThreeHeads.Places);
        Measured($"with random weights, the heads' largest weights are on different places for {different} of {ThreeHeads.Places} queries");
    }

    // What the heads give is the output: the last product changes nothing.
    private static ThreeHeads Model()
    {
        var model = new ThreeHeads(1);
        var identity = new float[ThreeHeads.Features * ThreeHeads.Features];
        for (var i = 0; i < ThreeHeads.Features; i++) identity[(i * ThreeHeads.Features) + i] = 1;
        model.Parameters["attention.out_proj.weight"].CopyFrom(identity);
        return model;
    }

    private static (float[] Output, float[] Weights) Forward(ThreeHeads model)
    {
        var (output, weights) = (new float[ThreeHeads.Places * ThreeHeads.Features], new float[ThreeHeads.Heads * ThreeHeads.Places * ThreeHeads.Places]);
        using var session = model.CreateSession();
        session.Forward(Input, output, weights);
        return (output, weights);
    }
}
