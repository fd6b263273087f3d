using Zoo.Catalog;
using Zoo.Tasks;

namespace Sinter.Samples.Tests.ZooSample;

public sealed class CatalogTests
{
    [Theory]
    [InlineData("Elman", "Elman 1990")]
    [InlineData("Gu and Dao", "Gu and Dao 1990")]
    [InlineData("He, Zhang, Ren and Sun", "He et al. 1990")]
    public void Papers_AreCitedByTheirAuthors(string authors, string citation) =>
        Assert.Equal(citation, Paper.Of($"/// <remarks>{authors}, \"A title: with, commas\", 1990.</remarks>").Citation);

    [Fact]
    public void Papers_KeepTheirTitles() =>
        Assert.Equal("A title: with, commas", Paper.Of("/// <remarks>Elman, \"A title: with, commas\", 1990.</remarks>").Title);

    [Fact]
    public void Declarations_WithoutAPaperAreRefused() =>
        Assert.Throws<FormatException>(() => Paper.Of("/// <remarks>No paper.</remarks>"));

    [Fact]
    public void Networks_AreFoundInAnyCase() => Assert.Equal("ResNet18", Species.Find("resnet18")!.Name);

    [Fact]
    public void Networks_HaveTheFamilyOfTheirFolder() =>
        Assert.Contains(Species.All, species => species is { Name: "AlexNet", Family: "Vision", Paper.Year: 2014 });

    [Theory]
    [InlineData("LeNet5")]
    [InlineData("SimpleRnn")]
    [InlineData("LstmTagger")]
    [InlineData("Translator")]
    [InlineData("Llama")]
    [InlineData("TransformerBlock")]
    [InlineData("Conformer")]
    public void Tasks_FitTheirNetworks(string name)
    {
        var species = Species.Find(name)!;
        var task = LearningTask.For(species)!;
        const int Batch = 2;
        var samples = task.Draw(new Random(1), Batch);
        using var trainer = species.Create().CreateTrainer(new Sgd { LearningRate = 0 }, Batch);
        Assert.True(float.IsFinite(trainer.ComputeGradients(samples, task.Symbols)));
        Assert.InRange(task.Accuracy(samples, (float[])Arguments.Outputs(species.Info, task.Symbols, Batch)[0]), 0, 1);
    }

    [Fact]
    public void EveryNetwork_HasATask() => Assert.All(Species.All, species =>
    {
        var task = LearningTask.For(species);
        Assert.NotNull(task);
        var (samples, ports) = (task.Draw(new Random(1), batch: 1), Arguments.Ports(species, withTargets: true).ToArray());
        Assert.Equal(ports.Select(port => port.IsTokens), samples.Select(values => values is int[]));
        foreach (var (port, values) in ports.Zip(samples)) Assert.True(port.Extents is null ? values.Length == port.Length : values.Length <= port.Length, $"{species.Name}: {port.Name}");
    });

    [Fact]
    public void Cells_LearnWhatWasSaid()
    {
        var species = Species.Find("GruTagger")!;
        var (task, model, random) = (LearningTask.For(species)!, species.Create(seed: 1), new Random(1));
        using var trainer = model.CreateTrainer(new AdamW { LearningRate = 3e-3f }, task.Batch, seed: 1);
        var first = trainer.Step(task.Draw(random, task.Batch), task.Symbols);
        var last = first;
        for (var step = 0; step < 60; step++) last = trainer.Step(task.Draw(random, task.Batch), task.Symbols);
        Assert.True(last < 0.8f * first, $"the loss was {first}, and is {last} after 60 steps");
    }
}
