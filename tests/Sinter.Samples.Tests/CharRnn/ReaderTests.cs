using CharRnn.Data;
using CharRnn.Networks;
using CharRnn.Sampling;

namespace Sinter.Samples.Tests.CharRnnSample;

/// <summary>Reading character by character is the same as reading a window at once.</summary>
public sealed class ReaderTests
{
    public static TheoryData<string> Networks => [.. Catalog.ByName.Select(network => network.Name)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Reader_SeesWhatTheWindowSees(string name)
    {
        var network = Catalog.ByName.Single(known => known.Name == name);
        var model = network.Create(5);
        var text = TextSource.BuiltIn("verse", length: 1_000).Training.AsSpan(0, network.Context);
        var expected = new float[network.Context * Sizes.Characters];
        var (session, forward) = model.CreateSession(1, 1);
        using (session) forward(text, expected);

        using var reader = model.CreateReader();
        for (var i = 0; i < text.Length; i++)
        {
            var logits = reader.Read(text[i]);
            for (var c = 0; c < Sizes.Characters; c++) Assert.Equal(expected[i * Sizes.Characters + c], logits[c], 1e-5f);
        }
    }

    [Fact]
    public void FullWindow_MovesOn()
    {
        var seen = new List<int[]>();
        using var reader = new WindowReader(new MemoryStream(), (characters, _) => seen.Add(characters.ToArray()), context: 3);

        for (var character = 1; character <= 5; character++) reader.Read(character);

        Assert.Equal([[1, 0, 0], [1, 2, 0], [1, 2, 3], [2, 3, 4], [3, 4, 5]], seen);
    }

    [Fact]
    public void Writing_ReadsThePromptAndThenWhatItWrote()
    {
        using var reader = new Successor();

        Assert.Equal("defg", string.Concat(Writing.Continue(reader, "abc", length: 4, new Sampler(0, seed: 1))));
        Assert.Equal("abcdef", string.Concat(reader.Seen.Select(Alphabet.CharacterOf)));
    }

    [Fact]
    public void EmptyPrompt_IsALineBreak()
    {
        using var reader = new Successor();

        Assert.Equal(" !", string.Concat(Writing.Continue(reader, "", length: 2, new Sampler(0, seed: 1))));
    }

    /// <summary>Is sure that the next character of the alphabet follows.</summary>
    private sealed class Successor : ICharacterReader
    {
        public List<int> Seen { get; } = [];

        public ReadOnlySpan<float> Read(int character)
        {
            Seen.Add(character);
            var logits = new float[Sizes.Characters];
            logits[character + 1] = 1;
            return logits;
        }

        public void Dispose()
        {
        }
    }
}
