using Sinter.Golden.Networks;
using Zoo.Networks;

namespace Sinter.Golden;

/// <summary>One of the networks with its weights and its two batches.</summary>
internal sealed class NetworkCase
{
    private const int Classes = 10;

    // The sizes of the two batches that training alternates between, as in eng/goldens/record_networks.py.
    private static readonly int[] Sizes = [6, 4];

    private readonly Type type;
    private readonly long imageLength;

    private NetworkCase(Type type, params int[] image)
    {
        this.type = type;
        imageLength = image.Aggregate(1L, (product, extent) => product * extent);
        Goldens = GoldenFile.Open(type.Name);
    }

    public static IReadOnlyList<string> Names { get; } = 
    [
        nameof(Mlp), nameof(LeNet5), nameof(SimpleCnn), nameof(ResidualBlock), nameof(SeparableBlock), nameof(LoopedCell), nameof(FrozenBody), nameof(FrozenFeatures), nameof(FrozenSequence),
    ];

    public static int MaxBatch => Sizes[0];

    public GoldenFile Goldens { get; }

    public static NetworkCase Of(string name) => name switch
    {
        nameof(Mlp) => new(typeof(Mlp), 784),
        nameof(LeNet5) => new(typeof(LeNet5), 1, 28, 28),
        nameof(SimpleCnn) => new(typeof(SimpleCnn), 1, 28, 28),
        nameof(ResidualBlock) => new(typeof(ResidualBlock), 6, 9, 9),
        nameof(SeparableBlock) => new(typeof(SeparableBlock), 12, 9, 9),
        nameof(LoopedCell) => new(typeof(LoopedCell), 7, 6),
        nameof(FrozenBody) => new(typeof(FrozenBody), 3, 9, 9),
        nameof(FrozenFeatures) => new(typeof(FrozenFeatures), 3, 9, 9),
        nameof(FrozenSequence) => new(typeof(FrozenSequence), 7, 6),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such network."),
    };

    /// <summary>The network with PyTorch's weights: from the stored state_dict, or from the formula.</summary>
    public NetworkUnderTest Create()
    {
        var stored = type.Name + ".weights";
        if (File.Exists(GoldenFile.PathOf(stored))) return NetworkUnderTest.Load(type, GoldenFile.PathOf(stored));
        var network = NetworkUnderTest.Create(type);
        foreach (var parameter in network.Parameters) parameter.CopyFrom(Formula.Weight($"{type.Name}/{parameter.Key}", parameter.Shape));
        return network;
    }

    public (GoldenTensor Image, GoldenTensor Label) Batch(int number) => Batch(number, Sizes[number - 1]);

    public (GoldenTensor Image, GoldenTensor Label) Batch(int number, int size)
    {
        var name = $"{type.Name}/batch{number}";
        var image = GoldenTensor.Of(name, Formula.Uniform(name + "/image", size * imageLength, -1, 1));
        return (image, GoldenTensor.Of(name, Formula.Choices(name + "/label", size, Classes)));
    }

    public float[] Forward(NetworkUnderTest network, GoldenTensor image, int threads = 1)
    {
        var size = (int)(image.Numbers.Length / imageLength);
        using var session = network.CreateSession(size, threads);
        return session.Forward(image, size * Classes);
    }
}
