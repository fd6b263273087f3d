namespace Sinter.Golden.Resident;

/// <summary>A file of weights, a network that is loaded from it, and a call whose results are known.</summary>
internal sealed class LoadedNetwork : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sinter-resident-").FullName;

    public LoadedNetwork(ulong seed = 1)
    {
        Image = Enumerable.Range(0, 64 * 16 * 16).Select(i => (i * 37 % 101 / 50f) - 1).ToArray();
        Original = new LargeNetwork(seed);
        Original.States["norm.running_mean"].CopyFrom(Enumerable.Range(0, 64).Select(i => i / 640f).ToArray());
        Original.Save(Path);
        Expected = Predict(Original);
        Network = LargeNetwork.Load(Path);
    }

    public static int[] Words => [7, 0, 1999, 7];

    public float[] Image { get; }

    /// <summary>What wrote the file. It was loaded from none.</summary>
    public LargeNetwork Original { get; }

    /// <summary>What was loaded from the file.</summary>
    public LargeNetwork Network { get; }

    /// <summary>What it predicts.</summary>
    public float[] Expected { get; }

    public string Path => this["weights.safetensors"];

    /// <summary>The bytes of all weights.</summary>
    public static long WeightBytes => sizeof(float) * LargeNetwork.Info.ParameterCount;

    /// <summary>A file beside it.</summary>
    public string this[string name] => System.IO.Path.Combine(folder, name);

    public float[] Predict(LargeNetwork network)
    {
        var output = new float[10];
        using var session = network.CreateSession();
        session.Forward(Image, Words, output);
        return output;
    }

    /// <summary>Predicts, and sees that the parameters as they are have gone but for the table.</summary>
    public void PredictAlone()
    {
        Assert.Equal(Expected, Predict(Network));
        AssertReleased();
    }

    public void AssertReleased()
    {
        var table = sizeof(float) * Network.Parameters["table.weight"].Length;
        Assert.InRange(ResidentMemory.Of(Network).Plain, table, table + (1 << 18));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
