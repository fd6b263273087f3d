using Sinter.Claims.Page;

namespace Sinter.Claims.Recurrence;

/// <summary>One direction, and both.</summary>
[Network]
public partial class Directions
{
    public const int Steps = 10, Inputs = 4, Hidden = 6;

    private static (Tensor One, Tensor Both) Define([Shape(Steps, Inputs)] Tensor x) =>
        (x.Lstm(Hidden, name: "one").Outputs, x.Lstm(Hidden, bidirectional: true, name: "both").Outputs);
}

/// <summary>Which steps an output depends on.</summary>
public sealed class BidirectionalTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Source = "Schuster and Paliwal 1997";

    [Claim("Every output of a bidirectional network depends on both ends of the sequence", Source)]
    public void BothEnds()
    {
        var (first, last) = (Changed(changed: 0), Changed(changed: Directions.Steps - 1));
        Assert.All(first.Both, Assert.True);
        Assert.All(last.Both, Assert.True);
        Measured($"another first step changes {Share(first.Both)} outputs, another last step {Share(last.Both)}");
    }

    [Claim("Those of one direction depend on what came before, and on nothing else", Source)]
    public void OneDirection()
    {
        var (first, last) = (Changed(changed: 0), Changed(changed: Directions.Steps - 1));
        Assert.All(first.One, Assert.True);
        Assert.Equal(Enumerable.Range(0, Directions.Steps).Select(step => step == Directions.Steps - 1), last.One);
        Measured($"another first step changes {Share(first.One)} outputs, another last step {Share(last.One)}, which is its own");
    }

    private static string Share(bool[] outputs) => $"{outputs.Count(isChanged => isChanged)} of {outputs.Length}";

    private static (bool[] One, bool[] Both) Changed(int changed)
    {
        var sequence = Draw.Normal(Directions.Steps * Directions.Inputs, 1);
        using var session = new Directions(1).CreateSession();
        var before = Outputs();
        sequence[changed * Directions.Inputs] += 1;
        var after = Outputs();
        return (Differs(before.One, after.One, Directions.Hidden), Differs(before.Both, after.Both, 2 * Directions.Hidden));

        (float[] One, float[] Both) Outputs()
        {
            var (one, both) = (new float[Directions.Steps * Directions.Hidden], new float[Directions.Steps * 2 * Directions.Hidden]);
            session.Forward(sequence, one, both);
            return (one, both);
        }
    }

    private static bool[] Differs(float[] before, float[] after, int width) =>
        [.. Enumerable.Range(0, Directions.Steps).Select(step => !before.AsSpan(step * width, width).SequenceEqual(after.AsSpan(step * width, width)))];
}
