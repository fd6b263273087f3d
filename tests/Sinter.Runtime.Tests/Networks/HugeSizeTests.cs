using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Networks;

/// <summary>What needs more memory than there is says so, with the network and the size, whatever the numbers.</summary>
public class HugeSizeTests
{
    [Fact]
    public void Whatever_the_numbers_it_is_one_documented_exception()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            long Length() => random.NextInt64(1L << 41, 1L << random.Next(42, 63));
            var plan = new ArenaPlan(Length(), random.Next(2) * Length(), ScratchLength: 16, RandomStreams: 0) { SamplesTogether = random.Next(3) * 4 };
            var info = Info(parameters: 16, plan);
            var (maxBatch, threads) = (random.Next(1, int.MaxValue), random.Next(1, 3));
            foreach (var create in (Func<object>[])
            [
                () => new Session(info, maxBatch, threads), () => new Trainer(info, new Sgd(), maxBatch, threads), () => new Decoder(info, maxBatch),
            ])
            {
                Assert.Matches(@"^Big: a (session with maxBatch|trainer with maxBatch|decoder of).* would take [\d.]+ [TPE]iB of memory", Assert.Throws<InsufficientMemoryException>(create).Message);
            }

            Assert.InRange(plan.Bytes(maxBatch, threads), 1L << 40, long.MaxValue);
        }
    }

    [Fact]
    public void Weights_too()
    {
        Assert.StartsWith("Big: the parameters would take 12.0 GiB of memory", Refused(3L << 30));
        Assert.StartsWith("Big: the parameters would take 8.0 EiB of memory", Refused(long.MaxValue / 4));

        static string Refused(long length) => Assert.Throws<InsufficientMemoryException>(() => new Weights(Info(length, ArenaPlan.Empty), prepare: null)).Message;
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(3 << 19, "1.5 MiB")]
    [InlineData(3L << 29, "1.5 GiB")]
    [InlineData(long.MaxValue, "8.0 EiB")]
    public void Sizes_are_written_in_their_largest_unit(long bytes, string text) => Assert.Equal(text, MemorySize.Describe(bytes));

    private static NetworkInfo Info(long parameters, ArenaPlan plan) => new()
    {
        Name = "Big",
        Layers = [],
        Parameters = [],
        ParameterLength = parameters,
        Inference = plan,
        Training = plan,
        Decoding = plan,
    };

    private sealed class Session(NetworkInfo info, int maxBatch, int threads) : InferenceSession(new Weights(info, prepare: null), maxBatch, threads);

    private sealed class Trainer(NetworkInfo info, Optimizer optimizer, int maxBatch, int threads)
        : TrainingSession(new Weights(info, prepare: null), optimizer, maxBatch, threads, seed: 0);

    private sealed class Decoder(NetworkInfo info, int capacity) : DecodingSession(new Weights(info, prepare: null), capacity, threads: 1);
}
