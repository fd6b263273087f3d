using System.Runtime.CompilerServices;
using Xunit.Abstractions;
using Zoo.Catalog;
using Zoo.Commands;

namespace Sinter.Golden;

/// <summary>
/// The networks of samples/Zoo against torchvision's and their like: names and shapes of all that a state_dict has, outputs, the loss, every
/// gradient and the running statistics, in floats; DerivationTests compare what is derived in double precision, where nothing is decided by
/// rounding. What takes long is left out unless SINTER_ZOO is "all": <c>SINTER_ZOO=all dotnet test tests/Sinter.Golden.Tests -c Release --filter
/// FullyQualifiedName~ZooTests</c>.
/// </summary>
public sealed class ZooTests(ITestOutputHelper output)
{
    // What takes a second or more; the others have their kinds of layers, but for the largest.
    private static readonly string[] Rare =
    [
        "AlexNet", "Bert", "CoAtNet0", "ConvNeXtTiny", "DenseNet121", "GoogLeNet", "Gpt2", "InceptionV3", "Mamba", "Mamba2", "Mistral", "MobileNetV3", "ResNet152",
        "ResNet18", "ResNet50", "ResNeXt50", "RetNet", "Rwkv4", "SwinTiny", "T5", "Transformer", "UNet", "Vgg11", "Vgg11Bn", "Vgg16", "Vgg16Bn", "VitB16",
    ];

    public static TheoryData<string> All => [.. Species.All.Select(species => species.Name)];

    public static TheoryData<string> Computed =>
        [.. Species.All.Select(species => species.Name).Except(Environment.GetEnvironmentVariable("SINTER_ZOO") == "all" ? [] : Rare)];

    [Theory]
    [MemberData(nameof(All))]
    public void Parameters_AreThoseOfTheReference(string name)
    {
        var golden = new ZooCase(name);
        var info = golden.Species.Info;
        Assert.Equal(Sorted(golden.Golden.Lines("parameters")), Sorted(info.Parameters.Select(parameter => Described(parameter.Key, parameter.Shape))));
        Assert.Equal(Sorted(golden.Golden.Lines("states")), Sorted(info.States.Where(state => !state.IsCounter).Select(state => Described(state.Key, state.Shape))));
    }

    [Theory]
    [MemberData(nameof(Computed))]
    public void OutputsAndGradients_AreThoseOfPyTorch(string name)
    {
        var @case = new ZooCase(name);
        var (golden, model, symbols) = (@case.Golden, @case.Create(), @case.Symbols());
        using (var session = model.CreateSession(@case.Batch))
        {
            var (inputs, outputs) = (@case.Inputs(withTargets: false), Arguments.Outputs(@case.Species.Info, symbols, @case.Batch));
            session.Forward(inputs, symbols, outputs);
            Check("output", golden.OutputError<float>((float[])outputs[0]), Close.Forward, golden.Single.Output);
            Assert.Equal(0, Allocation.Of(1, () => session.Forward(inputs, symbols, outputs)));
        }

        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, @case.Batch);
        var data = @case.Inputs(withTargets: true);
        Check("loss", new(golden.LossError(trainer.ComputeGradients(data, symbols)), "of the loss"), Close.Loss, 0);
        Check("gradients", golden.RowsError<float>("parameters", "gradients", key => trainer.Gradients[key].Values), Close.Gradient, golden.Single.Gradients);
        trainer.ApplyGradients();
        Check("states", golden.RowsError<float>("states", "states", key => model.States![key].Values), Close.Gradient, golden.Single.States);
        Assert.Equal(0, Allocation.Of(1, () => trainer.Step(data, symbols)));

        // What is nearly 0, or nearly the largest of a window, is decided by rounding, and decides on all gradients before it. So PyTorch's own
        // error in float32, in the worst of several orders of sums, is the measure where it is larger.
        void Check(string what, ZooError error, double usual, double single)
        {
            var tolerance = Math.Max(usual, 4 * single);
            output.WriteLine($"{name} {what}: {error}, PyTorch {single:E1}, allowed {tolerance:E1}");
            Assert.True(error.Relative <= tolerance, $"{name}: the {what} is off by {error} {error.Where}, allowed {tolerance:E1}.");
        }
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
        ZooGolden.Names);

    private static string Here([CallerFilePath] string path = "") => path;

    private static IEnumerable<string> Sorted(IEnumerable<string> entries) => entries.Order(StringComparer.Ordinal);

    private static string Described(string key, IReadOnlyList<int> shape) => string.Join(' ', shape.Select(extent => $"{extent}").Prepend(key));
}
