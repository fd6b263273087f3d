using System.Runtime.CompilerServices;
using Zoo.Catalog;
using Zoo.Commands;

namespace Sinter.Golden;

/// <summary>
/// The networks of samples/Zoo against torchvision's and their like: names and shapes of all that a state_dict has, outputs, the loss, every
/// gradient and the running statistics. What takes long is left out unless SINTER_ZOO is "all": <c>SINTER_ZOO=all dotnet test
/// tests/Sinter.Golden.Tests -c Release --filter FullyQualifiedName~ZooTests</c>.
/// </summary>
public sealed class ZooTests
{
    // What takes a second or more; the others have their kinds of layers, but for the largest.
    private static readonly string[] Rare =
    [
        "AlexNet", "Bert", "CoAtNet0", "ConvNeXtTiny", "DenseNet121", "GoogLeNet", "Gpt2", "InceptionV3", "Mamba", "Mamba2", "Mistral", "MobileNetV3", "ResNet152",
        "ResNet18", "ResNet50", "ResNeXt50", "RetNet", "Rwkv4", "SwinTiny", "T5", "Transformer", "UNet", "Vgg11", "Vgg11Bn", "Vgg16", "Vgg16Bn", "VitB16",
    ];

    public static TheoryData<string> All => [.. Species.All.Select(species => species.Name)];

    public static TheoryData<string> Computed =>
        [.. Species.All.Select(species => species.Name).Where(HasNumbers).Except(Environment.GetEnvironmentVariable("SINTER_ZOO") == "all" ? [] : Rare)];

    [Theory]
    [MemberData(nameof(All))]
    public void Parameters_AreThoseOfTheReference(string name)
    {
        var golden = new ZooCase(name);
        var info = golden.Species.Info;
        Assert.Equal(Sorted(golden.Keys("parameters")), Sorted(info.Parameters.Select(parameter => Described(parameter.Key, parameter.Shape))));
        Assert.Equal(Sorted(golden.Keys("states")), Sorted(info.States.Where(state => !state.IsCounter).Select(state => Described(state.Key, state.Shape))));
    }

    [Theory]
    [MemberData(nameof(Computed))]
    public void OutputsAndGradients_AreThoseOfPyTorch(string name)
    {
        var golden = new ZooCase(name);
        var model = golden.Create();
        var (symbols, single) = (golden.Symbols(), golden.Goldens["float32"].Numbers);
        using (var session = model.CreateSession(golden.Batch))
        {
            var (inputs, outputs) = (golden.Inputs(withTargets: false), Arguments.Outputs(golden.Species.Info, symbols, golden.Batch));
            session.Forward(inputs, symbols, outputs);
            golden.CompareOutput((float[])outputs[0], Tolerance(Close.Forward, single[0]));
            Assert.Equal(0, Allocation.Of(1, () => session.Forward(inputs, symbols, outputs)));
        }

        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, golden.Batch);
        var data = golden.Inputs(withTargets: true);
        Close.ToLoss(golden.Goldens["loss"].Numbers[0], trainer.ComputeGradients(data, symbols), $"{name} loss");
        golden.CompareRows("parameters", "gradients", key => trainer.Gradients[key].Values, Tolerance(Close.Gradient, single[1]));
        trainer.ApplyGradients();
        golden.CompareRows("states", "states", key => model.States![key].Values, Tolerance(Close.Gradient, single[2]));
        Assert.Equal(0, Allocation.Of(1, () => trainer.Step(data, symbols)));
    }

    /// <summary>A difference writes docs/zoo.received.md: read it, and rename it.</summary>
    [Fact]
    public void Page_IsThatOfTheNetworks()
    {
        var page = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "docs", "zoo.md");
        var (expected, actual) = (File.Exists(page) ? File.ReadAllText(page) : "", ZooPage.Text());
        var received = Path.ChangeExtension(page, ".received.md");
        File.Delete(received);
        if (expected != actual) File.WriteAllText(received, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Declarations_AreShort() => Assert.All(Species.All, species => Assert.InRange(species.Lines, 1, 60));

    [Fact]
    public void Goldens_AreThoseOfTheNetworks() => Assert.Equal(
        Sorted(Species.All.Select(species => species.Name)),
        Sorted(Directory.EnumerateFiles(Path.GetDirectoryName(GoldenFile.PathOf("Zoo/any"))!).Select(path => Path.GetFileNameWithoutExtension(path)!)));

    // Of the largest, keys and shapes alone are recorded: the rest takes PyTorch minutes.
    private static bool HasNumbers(string name) => GoldenFile.Open($"Zoo/{name}").Contains("loss");

    private static string Here([CallerFilePath] string path = "") => path;

    // Kinks make the error of one rounding as large as that of any other, so PyTorch's own in float32 is the measure, where it is larger.
    private static double Tolerance(double usual, float single) => Math.Max(usual, 4 * single);

    private static IEnumerable<string> Sorted(IEnumerable<string> entries) => entries.Order(StringComparer.Ordinal);

    private static string Described(string key, IReadOnlyList<int> shape) => string.Join(' ', shape.Select(extent => $"{extent}").Prepend(key));
}
