using System.Globalization;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Sinter.Tests.Checkpoints;

/// <summary>Headers made to hurt: by what their texts do to a terminal or a log, by their length, by their number.</summary>
public sealed class HostileHeaderTests
{
    private static readonly string[] Pieces =
        ["\u001b[2J\u001b[31m", "\n2026-01-01 INFO all good", "\r", "\0", "\u202e", "\u200b", "\u2028", "\u0085", "\ue000", "'", "\"", "\\", "{0}", "a", "weight", "é", "你", "😀", new string('x', 3000)];

    [Fact]
    public void Texts_of_a_file_reach_messages_shortened_and_harmless()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(1);
        var weights = Pair.Create();
        var before = Pair.Values(weights);
        using var trainer = new Networks.ToyNetwork().CreateTrainer(new Sgd());
        for (var i = 0; i < 400; i++)
        {
            var text = JsonSerializer.Serialize(string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Pieces[random.Next(Pieces.Length)])));
            var header = (i % 8) switch
            {
                0 => Pair.Header.Replace("\"b\":", text + ":"),
                1 => Pair.Header.Replace("\"b\":", text + ":3,\"b\":"),
                2 => Pair.Header.Replace("\"I64\"", text),
                3 => Pair.Header.Replace("\"dtype\":\"I64\"", text + ":1"),
                4 => Pair.Header.Replace("\"format\":\"pt\"", text + ":7"),
                5 => Pair.Header.Replace("\"format\":\"pt\"", text + ":\"\"," + text + ":\"\""),
                6 => Pair.Header.Replace("\"a\":", text + ":").Replace("\"b\":", text + ":"),
                _ => Pair.Header.Replace("\"n\":", text + ":").Replace("[8,16]", "[8,12]").Replace("\"a\":", text[..^1] + "2\":"),
            };
            File.WriteAllBytes(folder["a"], Pair.File(header));
            AssertHarmless(Assert.Throws<CheckpointException>(() => weights.Load(folder["a"])));

            var metadata = (i % 3) switch
            {
                0 => $"\"format\":{JsonSerializer.Serialize("sinter-trainer" + JsonSerializer.Deserialize<string>(text))}",
                1 => $"\"format\":\"sinter-trainer-1\",\"network\":{text}",
                _ => $"\"format\":\"sinter-trainer-1\",\"network\":\"Toy\",\"optimizer\":{text}",
            };
            File.WriteAllBytes(folder["b"], Pair.File(Pair.Header.Replace("\"format\":\"pt\"", metadata)));
            AssertHarmless(Assert.Throws<CheckpointException>(() => trainer.LoadCheckpoint(folder["b"])));
        }

        Assert.Equal(before, Pair.Values(weights));

        void AssertHarmless(CheckpointException exception)
        {
            var said = exception.Message.Replace(folder["a"], "", StringComparison.Ordinal).Replace(folder["b"], "", StringComparison.Ordinal);
            Assert.InRange(said.Length, 1, 3000);
            Assert.DoesNotContain(said, character => char.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse);
        }
    }

    /// <summary>The shortest tensors and the shortest texts that a header can be full of, and one text as long as the header.</summary>
    [Theory]
    [InlineData("tensors")]
    [InlineData("metadata")]
    [InlineData("one name")]
    public void Memory_is_bounded_by_the_size_of_the_file(string kind)
    {
        const int Count = 60_000;
        using var folder = new TemporaryFolder();
        var text = new StringBuilder("{");
        if (kind == "metadata") text.Append("\"__metadata__\":{");
        if (kind == "one name") text.Append('"').Append('n', 3_000_000).Append("\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        for (var i = 0; i < Count && kind != "one name"; i++)
            text.Append(i == 0 ? "" : ",").Append('"').Append(i.ToString("x", CultureInfo.InvariantCulture)).Append(kind == "metadata" ? "\":\"\"" : "\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        text.Append(kind == "metadata" ? "}}" : "}");
        File.WriteAllBytes(folder["a"], Pair.File(text.ToString(), []));
        var size = new FileInfo(folder["a"]).Length;
        var weights = Pair.Create();
        Assert.Throws<CheckpointException>(() => weights.Load(folder["a"]));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CheckpointException>(() => weights.Load(folder["a"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, size, 8 * size);
    }

    [Fact]
    public void A_name_that_is_written_in_two_ways_is_one_name()
    {
        using var folder = new TemporaryFolder();
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var names = Enumerable.Range(0, random.Next(3, 40)).Select(index => $"t{index}").ToList();
            var repeated = random.Next(names.Count);
            names.Insert(random.Next(names.Count + 1), $"\\u{(int)'t':x4}{repeated}");
            File.WriteAllBytes(folder["a"], Pair.File($"{{{string.Join(",", names.Select(name => $"\"{name}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"))}}}", []));
            Assert.Equal($"{folder["a"]}: the header has two tensors named 't{repeated}'.", Assert.Throws<CheckpointException>(() => Pair.Create().Load(folder["a"])).Message);
        }
    }
}
