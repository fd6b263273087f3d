using CharRnn;
using CharRnn.Networks;

namespace Sinter.Samples.Tests.CharRnnSample;

public sealed class CommandLineTests
{
    [Fact]
    public void WithoutOptions_TheNetworkSettlesTheRest()
    {
        var options = Parse("--network gpt");

        Assert.Equal((Catalog.Gpt, 12, 1e-3f, 2_000), (options.Network, options.Training.Batch, options.Training.LearningRate, options.Training.Iterations));
        Assert.Equal(("gpt.safetensors", false, false), (options.Checkpoint, options.Resume, options.Generate));
    }

    [Fact]
    public void Options_AreRead()
    {
        var options = Parse("--network rnn --iterations 5 --batch 3 --lr 0.5 --seed 7 --threads 2 --checkpoint a.b --resume --prompt Hark --length 9 --temperature 0 --data text");

        Assert.Equal((5, 3, 0.5f, 7, 2), (options.Training.Iterations, options.Training.Batch, options.Training.LearningRate, options.Training.Seed, options.Training.Threads));
        Assert.Equal(("Hark", 9, 0f), (options.Sample.Prompt, options.Sample.Length, options.Sample.Temperature));
        Assert.Equal(("a.b", true, "text"), (options.Checkpoint, options.Resume, options.TextFile));
    }

    [Theory]
    [InlineData("--network cnn")]
    [InlineData("--iterations 0")]
    [InlineData("--lr -1")]
    [InlineData("--temperature -0.1")]
    [InlineData("--temperature NaN")]
    [InlineData("--prompt Größe")]
    [InlineData("--resume --generate")]
    public void Mistakes_AreErrors(string line)
    {
        var parsed = CommandLine.Create(_ => 0).Parse(line);

        Assert.NotEmpty(parsed.Errors);
        Assert.DoesNotContain('\n', parsed.Errors[0].Message);
    }

    private static Options Parse(string line)
    {
        Options? read = null;
        Assert.Equal(0, CommandLine.Create(options => { read = options; return 0; }).Parse(line).Invoke());
        return read!;
    }
}
