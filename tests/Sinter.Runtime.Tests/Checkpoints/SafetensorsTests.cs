using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Sinter.Checkpoints;
using Sinter.Tests.Networks;
using Xunit;

namespace Sinter.Tests.Checkpoints;

public class SafetensorsTests
{
    /// <summary>A part of the valid header, what stands there instead, and the message that names the defect.</summary>
    public static TheoryData<string, string, string> Defects => new()
    {
        { "{\"__meta", " {\"__meta", "the header does not start with '{'." },
        { "}}", "}", "the header is not valid JSON: line 1, byte 195." },
        { "}}", "}}}", "the header is not valid JSON: line 1, byte 196." },
        { "}}", "},}", "the header is not valid JSON: line 1, byte 196." },
        { "\"pt\"", "7", "'__metadata__' has a value under 'format' that is not a string." },
        { "{\"format\":\"pt\"}", "[]", "'__metadata__' is not an object." },
        { "{\"format\":\"pt\"}", "{\"k\":\"1\",\"k\":\"2\"}", "'__metadata__' has two values under 'k'." },
        { "{\"format\":\"pt\"}", "{},\"__metadata__\":{}", "the header has two '__metadata__' entries." },
        { "\"b\":", "\"a\":", "the header has two tensors named 'a'." },
        { "\"b\":", "\"\\u0061\":", "the header has two tensors named 'a'." },
        { "\"b\":", "\"\\ud800\":", "a tensor's name is not valid Unicode." },
        { "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}", "3", "tensor 'a': its entry is not an object." },
        { "\"dtype\":\"F32\",\"shape\":[2],", "\"shape\":[2],", "tensor 'a': it has no dtype." },
        { "\"shape\":[2],", "", "tensor 'a': it has no shape." },
        { ",\"data_offsets\":[8,16]", "", "tensor 'a': it has no data_offsets." },
        { "\"shape\":[2],", "\"shape\":[2],\"shape\":[2],", "tensor 'a': it has two shapes." },
        { "\"shape\":[2],", "\"dtype\":\"F32\",\"shape\":[2],", "tensor 'a': it has two dtypes." },
        { "\"data_offsets\":[8,16]", "\"data_offsets\":[8,16],\"data_offsets\":[8,16]", "tensor 'a': it has two data_offsets." },
        { "\"shape\":[2],", "\"shape\":[2],\"stride\":[1],", "tensor 'a': it has an unknown field 'stride'." },
        { "\"F32\",\"shape\":[2],", "32,\"shape\":[2],", "tensor 'a': its dtype is not a string." },
        { "\"F32\",\"shape\":[2],", "\"F33\",\"shape\":[2],", "tensor 'a': its dtype 'F33' is unknown." },
        { "\"shape\":[2],", "\"shape\":2,", "tensor 'a': its shape is not an array." },
        { "\"shape\":[2],", "\"shape\":[-2],", "tensor 'a': its shape holds something that is not a whole number from 0 to 2^63-1." },
        { "\"shape\":[2],", "\"shape\":[2.0],", "tensor 'a': its shape holds something that is not a whole number from 0 to 2^63-1." },
        { "\"shape\":[2],", "\"shape\":[\"2\"],", "tensor 'a': its shape holds something that is not a whole number from 0 to 2^63-1." },
        { "\"shape\":[2],", "\"shape\":[18446744073709551618],", "tensor 'a': its shape holds something that is not a whole number from 0 to 2^63-1." },
        { "\"shape\":[2],", "\"shape\":[9223372036854775807,2],", "tensor 'a': its shape [9223372036854775807, 2] is too large." },
        { "\"shape\":[2],", "\"shape\":[3],", "tensor 'a': its shape [3] of F32 takes 12 bytes, but its data_offsets hold 8." },
        { "[8,16]", "[8]", "tensor 'a': its data_offsets have 1 numbers instead of 2." },
        { "[8,16]", "[16,8]", "tensor 'a': it ends at byte 8, before it begins at 16." },
        { "[16,32]", "[20,36]", "tensor 'b': it ends at byte 36, but the file has 32 bytes of data." },
        { "[16,32]", "[12,28]", "tensor 'b': it begins at byte 12, inside tensor 'a', which ends at 16." },
        { "\"shape\":[2,2],\"data_offsets\":[16,32]", "\"shape\":[3],\"data_offsets\":[20,32]", "tensor 'b': it begins at byte 20, but the bytes from 16 on belong to no tensor." },
        { "\"shape\":[2,2],\"data_offsets\":[16,32]", "\"shape\":[3],\"data_offsets\":[16,28]", "the last 4 bytes belong to no tensor." },
        { "\"b\":", "\"c\":", "the tensors are not those of Pair: it lacks 'b'; it has 'c', which the network does not." },
        { "\"F32\",\"shape\":[2],", "\"C64\",\"shape\":[1],", "tensor 'a': its shape is [1], but Pair takes [2]." },
        { "[2,2]", "[4]", "tensor 'b': its shape is [4], but Pair takes [2, 2]." },
        { "[2,2]", "[2,2,1]", "tensor 'b': its shape is [2, 2, 1], but Pair takes [2, 2]." },
        { "{\"format\":\"pt\"}", "{\"format\":\"sinter-trainer-1\"}", "the file is a checkpoint of a trainer, not of a network; a trainer's LoadCheckpoint reads it." },
    };

    [Fact]
    public void A_valid_file_loads()
    {
        using var folder = new TemporaryFolder();
        var weights = Pair.Create();
        foreach (var header in new[] { Pair.Header, Pair.Header + "     ", Pair.Header.Replace("\"__metadata__\":{\"format\":\"pt\"},", "") })
        {
            File.WriteAllBytes(folder["a"], Pair.File(header));
            var version = weights.Version;
            weights.Load(folder["a"]);
            Assert.Equal([7, 1, 2, 3, 4, 5, 6], Pair.Values(weights));
            Assert.NotEqual(version, weights.Version);
        }
    }

    [Theory]
    [MemberData(nameof(Defects))]
    public void Every_defect_has_its_message(string part, string instead, string message)
    {
        var at = Pair.Header.LastIndexOf(part, StringComparison.Ordinal);
        if (part.Contains("F32") || part.Contains("[2],") || part.StartsWith("{\"__meta")) at = Pair.Header.IndexOf(part, StringComparison.Ordinal);
        AssertDefect(Pair.File(Pair.Header[..at] + instead + Pair.Header[(at + part.Length)..]), message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16_777_217)]
    [InlineData(long.MaxValue)]
    public void A_counter_keeps_all_its_bits(long count)
    {
        using var folder = new TemporaryFolder();
        var (weights, other) = (Pair.Create(), Pair.Create());
        weights.States["n"].CopyCountsFrom([count]);
        weights.Save(folder["file"]);
        Assert.Contains(BitConverter.GetBytes(count), File.ReadAllBytes(folder["file"]).Chunk(8));
        other.Load(folder["file"]);
        Assert.Equal(count, other.States["n"].Counts[0]);
        Assert.Equal((float)count, other.States["n"].Values[0]);
        Assert.True(other.Parameters["a"].Counts.IsEmpty);
    }

    [Theory]
    [InlineData(0f, 0L)]
    [InlineData(16_777_216f, 16_777_216L)]
    [InlineData(9.2233715e18f, 9_223_371_487_098_961_920)]
    [InlineData(-1f, null)]
    [InlineData(0.5f, null)]
    [InlineData(9.223372e18f, null)]
    [InlineData(float.NaN, null)]
    [InlineData(float.PositiveInfinity, null)]
    public void A_counter_may_be_given_as_a_float_that_is_one(float value, long? count)
    {
        using var folder = new TemporaryFolder();
        var header = Pair.Header.Replace("\"I64\",\"shape\":[],\"data_offsets\":[0,8]", "\"F32\",\"shape\":[],\"data_offsets\":[0,4]").Replace("[8,16]", "[4,12]").Replace("[16,32]", "[12,28]");
        File.WriteAllBytes(folder["file"], Pair.File(header, [.. BitConverter.GetBytes(value), .. Pair.Data()[8..]]));
        var weights = Pair.Create();
        weights.States["n"].CopyCountsFrom([3]);
        if (count is null)
        {
            Assert.StartsWith($"{folder["file"]}: tensor 'n' counts, but is ", Assert.Throws<CheckpointException>(() => weights.Load(folder["file"])).Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => weights.States["n"].CopyFrom([value]));
        }
        else
        {
            weights.Load(folder["file"]);
        }

        Assert.Equal(count ?? 3, weights.States["n"].Counts[0]);
        if (count is not null) weights.States["n"].CopyFrom([value]);
        Assert.Equal(count ?? 3, weights.States["n"].Counts[0]);
    }

    [Fact]
    public void A_counter_that_is_negative_is_refused()
    {
        using var folder = new TemporaryFolder();
        var data = Pair.Data();
        BitConverter.TryWriteBytes(data, -7L);
        File.WriteAllBytes(folder["file"], Pair.File(Pair.Header, data));
        var weights = Pair.Create();
        Assert.Equal($"{folder["file"]}: tensor 'n' counts, but is -7.", Assert.Throws<CheckpointException>(() => weights.Load(folder["file"])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.States["n"].CopyCountsFrom([-7]));
        Assert.Throws<ArgumentException>(() => weights.States["n"].CopyCountsFrom([1, 2]));
        Assert.Throws<InvalidOperationException>(() => weights.Parameters["a"].CopyCountsFrom([1, 2]));
        Assert.Equal(0, weights.States["n"].Counts[0]);
        Assert.Equal([0.5f, 0.5f], weights.Parameters["a"].Values.ToArray());
    }

    [Fact]
    public void Lengths_that_cannot_be_are_named()
    {
        AssertDefect([], "the file has 0 bytes, too few for a safetensors header.");
        AssertDefect(new byte[7], "the file has 7 bytes, too few for a safetensors header.");
        AssertDefect(new byte[8], "the header does not start with '{'.");
        AssertDefect([0, 0, 0, 0, 0, 0, 0, 0x80], "the header claims 9,223,372,036,854,775,808 bytes; the limit is 100,000,000.");
        AssertDefect(Length(100_000_001), "the header claims 100,000,001 bytes; the limit is 100,000,000.");
        AssertDefect(Length(99_000_000), "the header claims 99,000,000 bytes, but only 0 follow.");
        AssertDefect([.. Pair.File(Pair.Header), 0], "the last 1 bytes belong to no tensor.");
        AssertDefect(Pair.File([(byte)'{', 0xFF]), "the header is not valid UTF-8.");

        static byte[] Length(long value)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            return bytes;
        }
    }

    [Fact]
    public void Cut_short_anywhere_it_does_not_load()
    {
        using var folder = new TemporaryFolder();
        var file = Pair.File(Pair.Header);
        var weights = Pair.Create();
        var before = Pair.Values(weights);
        for (var length = 0; length < file.Length; length++)
        {
            File.WriteAllBytes(folder["a"], file[..length]);
            Assert.Throws<CheckpointException>(() => weights.Load(folder["a"]));
        }

        Assert.Equal(before, Pair.Values(weights));
    }

    /// <summary>
    /// Thousands of damaged headers: either they still say the same, by another JSON reader, or they are refused with the one exception
    /// meant for that, and nothing has changed.
    /// </summary>
    [Fact]
    public void Mutated_headers_are_refused_or_say_the_same()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var original = Encoding.UTF8.GetBytes(Pair.Header);
        var expected = Meaning(original);
        var (refused, loaded) = (0, 0);
        for (var i = 0; i < 1500; i++)
        {
            var header = Mutate(original, random);
            File.WriteAllBytes(folder["a"], Pair.File(header));
            var weights = Pair.Create();
            try
            {
                weights.Load(folder["a"]);

                // Another type of as many bytes says other numbers.
                var says = Meaning(header);
                Assert.Equal(WithoutTypes(expected), WithoutTypes(says));
                if (says == expected) Assert.Equal([7, 1, 2, 3, 4, 5, 6], Pair.Values(weights));
                loaded++;
            }
            catch (CheckpointException exception)
            {
                Assert.StartsWith(folder["a"], exception.Message);
                Assert.Equal(Pair.Values(Pair.Create()), Pair.Values(weights));
                refused++;
            }
        }

        Assert.True(refused > 1000 && loaded > 5, $"{refused} refused, {loaded} loaded");
    }

    [Fact]
    public void What_is_saved_loads_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var model = new ToyNetwork(9);
        using (var trainer = model.CreateTrainer(new Adam())) trainer.Step([1, 2, 3], [1, 0], [0]);
        model.Weights.Parameters["fc.bias"].CopyFrom([-0f, float.Epsilon]);
        model.Weights.Save(folder["toy.safetensors"]);
        Assert.Equal(["toy.safetensors"], folder.Files);
        Bits.AssertSame(model.Snapshot(), ToyNetwork.Load(folder["toy.safetensors"]).Snapshot());

        // As the format wants it: a header of whole words, data aligned, counters as integers, nothing else in the file.
        var file = File.ReadAllBytes(folder["toy.safetensors"]);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        var header = JsonDocument.Parse(file.AsMemory(8, length)).RootElement;
        Assert.Equal("pt", header.GetProperty("__metadata__").GetProperty("format").GetString());
        Assert.Equal("I64", header.GetProperty("norm.num_batches_tracked").GetProperty("dtype").GetString());
        Assert.Equal("[2,3]", header.GetProperty("fc.weight").GetProperty("shape").GetRawText());
        Assert.Equal(file.Length, 8 + length + 8 + (4 * (6 + 2 + 1 + 30_000 + 2)));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_old_one()
    {
        using var folder = new TemporaryFolder();
        Pair.Create().Save(folder["a"]);
        var before = File.ReadAllBytes(folder["a"]);
        Assert.Throws<IOException>(() => AtomicFile.Write(folder["a"], stream =>
        {
            stream.Write(new byte[100]);
            throw new IOException("The disk is full.");
        }));
        Assert.Equal(["a"], folder.Files);
        Assert.Equal(before, File.ReadAllBytes(folder["a"]));
        Assert.Throws<DirectoryNotFoundException>(() => Pair.Create().Save(Path.Combine(folder["none"], "a")));
        Assert.Throws<FileNotFoundException>(() => Pair.Create().Load(folder["b"]));
    }

    private static void AssertDefect(byte[] file, string message)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["a"], file);
        var weights = Pair.Create();
        var version = weights.Version;
        var exception = Assert.Throws<CheckpointException>(() => weights.Load(folder["a"]));
        Assert.Equal($"{folder["a"]}: {message}", exception.Message);
        Assert.Equal(Pair.Values(Pair.Create()), Pair.Values(weights));
        Assert.Equal(version, weights.Version);
    }

    private static byte[] Mutate(byte[] header, Random random)
    {
        const string Alphabet = "{}[]\":,0123456789-.eE\\u abnF\0\u007f";
        var bytes = header.ToList();
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            var span = Math.Min(random.Next(1, 12), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)Alphabet[random.Next(Alphabet.Length)]; break;
                case 2: bytes.Insert(at, (byte)Alphabet[random.Next(Alphabet.Length)]); break;
                case 3: bytes.RemoveRange(at, span); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - span + 1), span)); break;
                default: bytes[at] = (byte)random.Next(256); break;
            }

            if (bytes.Count == 0) bytes.Add((byte)'{');
        }

        return [.. bytes];
    }

    private static string WithoutTypes(string meaning) => System.Text.RegularExpressions.Regex.Replace(meaning, "dtype[FIU]", "dtype");

    /// <summary>The tensors of a header as another reader sees them; the metadata may say anything.</summary>
    private static string Meaning(byte[] header)
    {
        using var document = JsonDocument.Parse(header);
        return string.Join(";", document.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").OrderBy(entry => entry.Name)
            .Select(entry => $"{entry.Name}:{string.Join(",", entry.Value.EnumerateObject().OrderBy(field => field.Name).Select(field => field.Name + Text(field.Value)))}"));

        static string Text(JsonElement value) =>
            value.ValueKind == JsonValueKind.Array ? string.Join("/", value.EnumerateArray().Select(number => number.GetInt64())) : value.GetString()!;
    }
}
