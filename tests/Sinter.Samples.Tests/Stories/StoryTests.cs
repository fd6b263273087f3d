using System.Text;
using global::Stories;
using global::Stories.Files;
using global::Stories.Generation;

namespace Sinter.Samples.Tests.Stories;

/// <summary>The network of llama2.c's smallest checkpoint against the text its author prints.</summary>
public sealed class StoryTests
{
    [SharedDataFact("llama2c/stories260K.bin")]
    public void Greedy_TellsTheReferenceStory()
    {
        var reference = File.ReadAllText(SharedDataFactAttribute.Find("llama2c/stories260K.md")!).ReplaceLineEndings("\n");
        var begin = reference.IndexOf("Once upon a time", StringComparison.Ordinal);
        var expected = reference[begin..reference.IndexOf("\n```", begin, StringComparison.Ordinal)];
        Assert.Equal(expected, Tell(""));
    }

    [SharedDataFact("llama2c/stories260K.bin")]
    public void Prompt_IsContinuedAsItWouldHaveBeenTold()
    {
        var story = Tell("");
        var prompt = story[..story.IndexOf(". One day", StringComparison.Ordinal)];
        Assert.StartsWith(prompt, Tell(prompt));
    }

    [SharedDataFact("llama2c/stories260K.bin")]
    public void Decoder_GivesTheLogitsOfForward()
    {
        var model = Load();
        var tokens = TokenizerFile.Load(SharedDataFactAttribute.Find("llama2c/tok512.bin")!).Encode("Lily and Tom went to the park.");
        var expected = new float[tokens.Length * Stories260K.Vocabulary];
        using (var session = model.CreateSession()) session.Forward(tokens, tokens.Length, expected);
        var actual = new float[expected.Length];
        using var decoder = model.CreateDecoder();
        for (var place = 0; place < tokens.Length; place++)
            decoder.Decode(tokens.AsSpan(place, 1), actual.AsSpan(place * Stories260K.Vocabulary, Stories260K.Vocabulary));
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f * largest);
    }

    [SharedDataFact("llama2c/stories260K.bin")]
    public void Decode_AllocatesNothing()
    {
        using var decoder = Load().CreateDecoder();
        var logits = new float[Stories260K.Vocabulary];
        int[] token = [1];
        Assert.Equal(0, Sinter.Golden.Allocation.Of(100, () => decoder.Decode(token, logits)));
    }

    [Fact]
    public void Decoder_SaysWhenItIsFull_AndCanGoBack()
    {
        using var decoder = new Stories260K(seed: 1).CreateDecoder();
        var tokens = new int[Stories260K.MaxLength];
        decoder.Decode(tokens, new float[tokens.Length * Stories260K.Vocabulary]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Decode(tokens.AsSpan(0, 1), new float[Stories260K.Vocabulary]));
        Assert.Contains("it holds 512, of which 512 are taken", error.Message, StringComparison.Ordinal);
        decoder.Reset(511);
        decoder.Decode(tokens.AsSpan(0, 1), new float[Stories260K.Vocabulary]);
        Assert.Equal(512, decoder.Position);
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Reset(513));
    }

    [Fact]
    public void Checkpoint_OfAnotherNetworkIsRefused()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[100]);
            var error = Assert.Throws<FileFormatException>(() => Llama2Checkpoint.Load(path, new Stories260K().Parameters));
            Assert.Contains("holds a network of the sizes 0, 0, 0, 0, 0, 0, 0", error.Message, StringComparison.Ordinal);
            Assert.Contains("ends within token", Assert.Throws<FileFormatException>(() => TokenizerFile.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Sampler_DrawsFromTheNucleusAlone()
    {
        var logits = new float[Stories260K.Vocabulary];
        (logits[7], logits[9]) = (20, 19.5f);
        var sampler = new Sampler(temperature: 1, topP: 0.9f, seed: 3);
        var drawn = Enumerable.Range(0, 200).Select(_ => sampler.Next(logits)).ToArray();
        Assert.Equal([7, 9], drawn.Distinct().Order());
        Assert.Equal(7, new Sampler(temperature: 0, topP: 1, seed: 3).Next(logits));
    }

    private static Stories260K Load()
    {
        var model = new Stories260K();
        Llama2Checkpoint.Load(SharedDataFactAttribute.Find("llama2c/stories260K.bin")!, model.Parameters);
        return model;
    }

    private static string Tell(string prompt)
    {
        var tokenizer = TokenizerFile.Load(SharedDataFactAttribute.Find("llama2c/tok512.bin")!);
        using var decoder = Load().CreateDecoder();
        var bytes = new List<byte>();
        StoryTeller.Tell(decoder, tokenizer, new Sampler(0, 1, seed: 1), prompt, steps: 256, piece => bytes.AddRange(piece));
        return Encoding.UTF8.GetString([.. bytes]);
    }
}
