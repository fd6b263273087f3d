using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Kernels;

public class RandomKeysTests
{
    [Fact]
    public void EveryStepAndStreamHasItsOwnKey()
    {
        var seen = new HashSet<(int, int)>();
        using var keys = new GuardedBuffer(2 * 50);
        for (var step = 0L; step < 40; step++)
        {
            RandomKeys.Write(keys.Start, 50, seed: 42, step);
            keys.AssertGuards();
            var words = keys.Start.AsIntegers();
            for (var stream = 0; stream < 50; stream++) Assert.True(seen.Add((words[2 * stream], words[(2 * stream) + 1])));
        }
    }

    [Fact]
    public void KeysFollowTheDocumentedFormula()
    {
        using var keys = new GuardedBuffer(4);
        RandomKeys.Write(keys.Start, 2, seed: 7, step: 3);
        var key = RandomKeys.SplitMix64(7 ^ RandomKeys.SplitMix64((3UL * 0x100000) + 1));
        Assert.Equal((uint)key, (uint)keys.Start.AsIntegers()[2]);
        Assert.Equal((uint)(key >> 32), (uint)keys.Start.AsIntegers()[3]);

        // The published first value of the generator for the seed 0.
        Assert.Equal(0xE220A8397B1DCDAFUL, RandomKeys.SplitMix64(0));
    }

    [Fact]
    public void UniformNumbersAreUniform() => Isa.ForEach<UniformCheck>();

    private struct UniformCheck : IVectorCheck
    {
        public static void Run<V>()
            where V : struct, ISimd<V>
        {
            const int Count = 64_000;
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < Count; i += V.Count)
            {
                var value = V.Uniform(0xDEADBEEF, 0x12345678, i);
                sum += V.SumLanes(value);
                squares += V.SumLanes(value * value);
            }

            Assert.InRange(sum / Count, 0.495, 0.505);
            Assert.InRange(squares / Count, 0.328, 0.338);
        }
    }
}
