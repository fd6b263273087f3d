using CharRnn.Data;
using CharRnn.Networks;

namespace Sinter.Samples.Tests.CharRnnSample;

public sealed class AlphabetTests
{
    [Fact]
    public void EveryIndex_IsACharacterOfItsOwn()
    {
        for (var index = 0; index < Sizes.Characters; index++) Assert.Equal(index, Alphabet.IndexOf(Alphabet.CharacterOf(index)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Sizes.Characters)]
    public void NoOtherIndex_IsACharacter(int index) => Assert.Throws<ArgumentOutOfRangeException>(() => Alphabet.CharacterOf(index));

    [Fact]
    public void Encode_DropsCarriageReturnsAndCountsWhatItReplaces()
    {
        var (indices, replaced) = Alphabet.Encode("a\r\n\tü~");

        Assert.Equal("a\n ?~", string.Concat(indices.Select(Alphabet.CharacterOf)));
        Assert.Equal(1, replaced);
    }
}
