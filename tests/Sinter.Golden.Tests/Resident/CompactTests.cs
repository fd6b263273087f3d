namespace Sinter.Golden.Resident;

/// <summary>Filtered convolutions of small images, a large one among them whose weight is transformed beforehand either way.</summary>
[Network]
internal sealed partial class Filtered
{
    internal static Tensor Layers(Tensor image) => image
        .Conv2d(32, kernel: 3, padding: 1, name: "first").Relu().AvgPool2d(4)
        .Conv2d(256, kernel: 3, padding: 1, name: "second").Relu()
        .Conv2d(256, kernel: 3, padding: 1, bias: false, name: "third").BatchNorm2d(name: "norm").Relu()
        .Conv2d(272, kernel: 3, padding: 1, name: "fourth").Relu()
        .GlobalAvgPool2d().Linear(10, name: "head");

    private static Tensor Define([Shape(32, 56, 56)] Tensor image) => Layers(image);
}

/// <summary>The same in little memory.</summary>
[Network(Compact = true)]
internal sealed partial class CompactFiltered
{
    private static Tensor Define([Shape(32, 56, 56)] Tensor image) => Filtered.Layers(image);
}

/// <summary>What <see cref="NetworkAttribute.Compact"/> changes: memory, and no bit of a result.</summary>
public sealed class CompactTests
{
    private const int MaxBatch = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Results_are_the_same_bits_for_one_image_and_those_of_other_groups_for_more(int threads)
    {
        using var plain = new Filtered(seed: 3).CreateSession(MaxBatch, threads);
        using var compact = new CompactFiltered(seed: 3).CreateSession(MaxBatch, threads);
        var images = Enumerable.Range(0, MaxBatch * 32 * 56 * 56).Select(i => (i * 37 % 1013 / 500f) - 1).ToArray();
        for (var batch = 1; batch <= MaxBatch; batch++)
        {
            var (expected, actual) = (new float[batch * 10], new float[batch * 10]);
            plain.Forward(images.AsSpan(0, batch * 32 * 56 * 56), expected);
            compact.Forward(images.AsSpan(0, batch * 32 * 56 * 56), actual);

            // Less weights make other groups of samples, and one alone is rounded otherwise than among others.
            if (batch == 1) Assert.Equal(expected, actual);
            else Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            Assert.NotEqual(expected[0], expected[1]);
        }
    }

    [Fact]
    public void Calls_allocate_nothing()
    {
        using var session = new CompactFiltered(seed: 3).CreateSession(MaxBatch, threads: 1);
        var (images, output) = (new float[2 * 32 * 56 * 56], new float[20]);
        Assert.Equal(0, Allocation.Of(10, () => session.Forward(images, output)));
    }

    [LinuxFact]
    public void Each_weight_is_in_memory_once()
    {
        var path = Path.Combine(Path.GetTempPath(), $"sinter-compact-{Environment.ProcessId}.safetensors");
        try
        {
            new Filtered(seed: 3).Save(path);
            var bytes = sizeof(float) * Filtered.Info.ParameterCount;
            Assert.InRange(Held(Filtered.Load(path), network => network.CreateSession().Forward), 3.9, 4.8);
            Assert.InRange(Held(CompactFiltered.Load(path), network => network.CreateSession().Forward), 0.99, 1.15);

            double Held<T>(T network, Func<T, Call> session)
                where T : notnull
            {
                session(network)(new float[32 * 56 * 56], new float[10]);
                var (plain, prepared) = ResidentMemory.Of(network);
                return (double)(plain + prepared) / bytes;
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private delegate void Call(ReadOnlySpan<float> image, Span<float> output);
}
