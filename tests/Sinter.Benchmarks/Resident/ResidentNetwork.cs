using Zoo.Networks;

namespace Sinter.Benchmarks.Resident;

/// <summary>A network whose memory is measured.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Info">Its tables.</param>
/// <param name="Save">Writes new weights to a file.</param>
/// <param name="Load">Reads them, and gives what makes a session of them.</param>
internal sealed record ResidentNetwork(string Name, Func<NetworkInfo> Info, Action<string> Save, Func<string, Func<ResidentNetwork.Forward>> Load)
{
    /// <summary>A forward pass of one image.</summary>
    public delegate void Forward(ReadOnlySpan<float> image, Span<float> logits);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ResidentNetwork> All { get; } =
    [
        new("VGG-11", () => Vgg11.Info, path => new Vgg11(seed: 1).Save(path), path =>
        {
            var model = Vgg11.Load(path);
            return () => model.CreateSession().Forward;
        }),
        new("VGG-11, fast", () => FastVgg11.Info, path => new FastVgg11(seed: 1).Save(path), path =>
        {
            var model = FastVgg11.Load(path);
            return () => model.CreateSession().Forward;
        }),
        new("ResNet-152", () => ResNet152.Info, path => new ResNet152(seed: 1).Save(path), path =>
        {
            var model = ResNet152.Load(path);
            return () => model.CreateSession().Forward;
        }),
        new("ResNet-152, fast", () => FastResNet152.Info, path => new FastResNet152(seed: 1).Save(path), path =>
        {
            var model = FastResNet152.Load(path);
            return () => model.CreateSession().Forward;
        }),
        new("ResNet-18", () => ResNet18.Info, path => new ResNet18(seed: 1).Save(path), path =>
        {
            var model = ResNet18.Load(path);
            return () => model.CreateSession().Forward;
        }),
    ];
}
