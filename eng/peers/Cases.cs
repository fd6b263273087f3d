using Sinter.Peers.Networks;
using Zoo.Networks;

namespace Sinter.Peers;

/// <summary>One forward pass.</summary>
internal delegate void Forward(ReadOnlySpan<float> input, Span<float> output);

/// <summary>One training step; returns the loss.</summary>
internal delegate float Step(ReadOnlySpan<float> input, ReadOnlySpan<int> labels);

/// <summary>A network that is compared: what makes a session or a trainer of a weights file, for a batch and a number of threads.</summary>
internal sealed record Case(NetworkInfo Info, Func<string, int, int, Forward> Infer, Func<string, int, int, Step>? Train = null)
{
    /// <summary>The floating-point operations of a sample; 0 where they depend on sizes that a call states.</summary>
    public long Operations => Info.Dimensions.Count > 0 ? 0 : Info.Layers.Sum(layer => layer.Flops);
}

/// <summary>The networks by the names that compare.py has for them.</summary>
internal static class Cases
{
    public static IReadOnlyDictionary<string, Case> All { get; } = new Dictionary<string, Case>
    {
        ["mlp"] = new(
            Mlp.Info,
            (path, batch, threads) => Mlp.Load(path).CreateSession(batch, threads).Forward,
            (path, batch, threads) => Mlp.Load(path).CreateTrainer(Rule, batch, threads).Step),
        ["lenet5"] = new(
            LeNet5.Info,
            (path, batch, threads) => LeNet5.Load(path).CreateSession(batch, threads).Forward,
            (path, batch, threads) => LeNet5.Load(path).CreateTrainer(Rule, batch, threads).Step),
        ["simplecnn"] = new(
            SimpleCnn.Info,
            (path, batch, threads) => SimpleCnn.Load(path).CreateSession(batch, threads).Forward,
            (path, batch, threads) => SimpleCnn.Load(path).CreateTrainer(Rule, batch, threads).Step),
        ["resnet18"] = new(ResNet18.Info, (path, batch, threads) => ResNet18.Load(path).CreateSession(batch, threads).Forward),
        ["resnet18-32"] = new(
            SmallResNet18.Info,
            (path, batch, threads) => SmallResNet18.Load(path).CreateSession(batch, threads).Forward,
            (path, batch, threads) => SmallResNet18.Load(path).CreateTrainer(Rule, batch, threads).Step),
        ["resnet50"] = new(ResNet50.Info, (path, batch, threads) => ResNet50.Load(path).CreateSession(batch, threads).Forward),
        ["vgg16"] = new(Vgg16.Info, (path, batch, threads) => Vgg16.Load(path).CreateSession(batch, threads).Forward),
        ["mobilenetv2"] = new(MobileNetV2.Info, (path, batch, threads) => MobileNetV2.Load(path).CreateSession(batch, threads).Forward),
        ["lstm"] = new(
            Lstm.Info,
            (path, batch, threads) => Lstm.Load(path).CreateSession(batch, threads).Forward,
            (path, batch, threads) => Lstm.Load(path).CreateTrainer(Rule, batch, threads).Step),
        ["gru"] = new(Gru.Info, (path, batch, threads) => Gru.Load(path).CreateSession(batch, threads).Forward),
        ["encoder"] = new(
            Encoder.Info,
            (path, batch, threads) => Encoder.Load(path).CreateSession(batch, threads).Forward,
            (path, batch, threads) => Encoder.Load(path).CreateTrainer(Rule, batch, threads).Step),
        ["gpt"] = new(Gpt.Info, (path, batch, threads) => Gpt.Load(path).CreateSession(batch, threads).Forward),
        ["gcn"] = GraphCases.Gcn,
        ["gcn-sparse"] = GraphCases.Gcn,
        ["graphsage"] = GraphCases.GraphSage,
        ["graphsage-sparse"] = GraphCases.GraphSage,
        ["gat"] = GraphCases.Gat,
    };

    public static Adam Rule => new() { LearningRate = 1e-3f };
}
