using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Sinter.Pickles;
using Sinter.Runtime;
using Xunit;
using Xunit.Abstractions;

namespace Sinter.Tests.Loading;

/// <summary>
/// Damaged files of every form: each loads, or is refused with the one exception meant for that, without a crash, a hang, or more memory
/// than its size allows. <c>SINTER_WEIGHT_MUTATIONS=200000</c> says how many of each.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable("SINTER_WEIGHT_MUTATIONS") ?? "2000", CultureInfo.InvariantCulture);

    private static readonly (string, int[])[] Everything =
    [
        ("float64", [2, 3]), ("float32", [2, 3]), ("float16", [2, 3]), ("bfloat16", [2, 3]), ("int64", [2, 3]), ("transposed", [6, 4]), ("part", [2, 3]), ("permuted", [4, 2, 3]), ("tied", [4, 6]), ("empty", [0, 3]),
        ("f8", [2, 3]), ("f4", [2, 3]), ("fortran", [2, 3]), ("fortran3", [2, 3, 4]), ("big-i4", [2, 3]), ("array", [2, 3]), ("fc.weight", [2, 3]), ("fc.bias", [2]), ("bn.num_batches_tracked", []),
        ("a.weight", [2, 3]), ("a.bias", [2]), ("b.weight", [2, 2]), ("w", [2, 3]),
    ];

    [Theory]
    [InlineData("one/model.safetensors")]
    [InlineData("everything.pt")]
    [InlineData("everything-legacy.pt")]
    [InlineData("checkpoint.pt")]
    [InlineData("checkpoint-legacy.pt")]
    [InlineData("protocol5.pt")]
    [InlineData("everything.npz")]
    [InlineData("everything-compressed.npz")]
    [InlineData("version1.npy")]
    [InlineData("safe/model.safetensors.index.json")]
    public void A_damaged_file_loads_or_is_refused(string file)
    {
        var original = Recorded.Bytes(file);
        var weights = Target.Of(Everything);
        var options = new LoadOptions { Strict = false };
        var random = new Random(file.Length);
        var (loaded, longest, most) = (0, TimeSpan.Zero, 0L);
        Attempt(weights, original, options);
        for (var i = 0; i < Count; i++)
        {
            var bytes = Mutate(original, random);
            var (clock, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            if (Attempt(weights, bytes, options)) loaded++;
            if (clock.Elapsed > longest) longest = clock.Elapsed;
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        output.WriteLine($"{file}: {loaded} of {Count} loaded, the longest took {longest.TotalMilliseconds:F1} ms, the largest {most / 1024.0:F0} KB");
        Assert.InRange(most, 0, (100 * original.Length) + (2 << 20));
        Assert.InRange(longest, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    /// <summary>Programs for the machine that pickles are, rather than damaged ones.</summary>
    [Fact]
    public void A_pickle_of_any_instructions_is_read_or_refused()
    {
        var random = new Random(1);
        for (var i = 0; i < 10 * Count; i++)
        {
            var bytes = Program(random);
            using var stream = new MemoryStream(bytes);
            try
            {
                var value = new Unpickler(new PickleReader("a", stream, bytes.Length), new TorchObjects("a")).Read();
                TorchSections.Find(value, (name, tensor) => throw new InvalidOperationException(), "a");
            }
            catch (CheckpointException)
            {
                // As it should be.
            }
        }
    }

    private static bool Attempt(Weights weights, byte[] bytes, LoadOptions options)
    {
        try
        {
            weights.Load(bytes, options);
            return true;
        }
        catch (CheckpointException exception)
        {
            Assert.InRange(exception.Message.Length, 1, 3000);
            return false;
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var count = random.Next(1, 5); count > 0 && bytes.Count > 16; count--)
        {
            var at = random.Next(bytes.Count);
            var span = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(9))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, span); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - span + 1), span)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5:
                    var number = new byte[8];
                    BinaryPrimitives.WriteInt64LittleEndian(number, random.Next(4) switch { 0 => -1, 1 => long.MaxValue, 2 => int.MaxValue, _ => random.NextInt64(1L << random.Next(1, 62)) });
                    for (var i = 0; i < (random.Next(2) == 0 ? 4 : 8) && at + i < bytes.Count; i++) bytes[at + i] = number[i];
                    break;
                case 6: for (var i = 0; i < span; i++) bytes[at + i] = bytes[random.Next(bytes.Count)]; break;
                case 7: bytes[at]++; break;
                default: bytes[at]--; break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Program(Random random)
    {
        byte[][] instructions =
        [
            [(byte)'('], [(byte)'0'], [(byte)'1'], [(byte)'2'], [(byte)'N'], [0x88], [(byte)'}'], [(byte)']'], [(byte)')'], [(byte)'l'], [(byte)'t'], [0x85], [0x86], [0x87], [(byte)'d'], [(byte)'a'], [(byte)'e'],
            [(byte)'s'], [(byte)'u'], [0x94], [(byte)'R'], [0x81], [(byte)'b'], [(byte)'Q'], [0x93], [0x8f], [0x90], [0x91], [(byte)'K', 3], [(byte)'K', 0], [(byte)'q', 1], [(byte)'h', 1], [(byte)'h', 0], [0x8c, 1, (byte)'a'],
            [0x8a, 2, 1, 1], [0x8b, 1, 0, 0, 0, 9], [.. "ccollections\nOrderedDict\n"u8], [.. "ctorch._utils\n_rebuild_tensor_v2\n"u8], [.. "ctorch\nFloatStorage\n"u8], [.. "ctorch\nSize\n"u8], [.. "X\u0007\0\0\0storage"u8],
            [.. "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0009tQ"u8], [.. "ctorch._utils\n_rebuild_parameter\n"u8], [.. "ctorch._tensor\n_rebuild_from_type_v2\n"u8],
        ];
        var bytes = new List<byte>();
        for (var count = random.Next(1, 30); count > 0; count--) bytes.AddRange(instructions[random.Next(instructions.Length)]);
        bytes.Add((byte)'.');
        return [.. bytes];
    }
}
