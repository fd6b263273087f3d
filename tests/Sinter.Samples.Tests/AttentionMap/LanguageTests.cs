using global::AttentionMap;
using global::AttentionMap.Language;

namespace Sinter.Samples.Tests.AttentionMap;

public sealed class LanguageTests
{
    [Fact]
    public void EveryTemplate_GivesSentencesThatFitTheNetwork()
    {
        Assert.InRange(Lexicon.Words.Count, 1, Lexicon.MaxWords);
        Assert.Equal(Lexicon.Words.Count, Lexicon.Words.Distinct().Count());
        var random = new Random(1);
        foreach (var template in Grammar.Templates)
        {
            for (var i = 0; i < 20; i++)
            {
                var sentence = Grammar.Write(template, random);
                Assert.Equal(template.Split(' ').Length, sentence.Words.Count);
                Assert.InRange(sentence.Words.Count, 1, ReferenceNetwork.MaxLength);
                Assert.All(sentence.Words, word => Assert.NotNull(Lexicon.Number(word)));
                Assert.NotEmpty(sentence.Pronouns);
                Assert.All(sentence.Pronouns, place => Assert.Contains(sentence.Words[place], Grammar.Pronouns));
            }
        }
    }

    [Fact]
    public void Read_FindsWhatPronounsStandFor()
    {
        var sentence = SentenceReader.Read("Anna asked Ben for his book, and he gave it to her.", 32);
        Assert.Equal("anna asked ben for his book , and he gave it to her .", sentence.ToString());
        Assert.Equal([0, 1, 2, 3, 2, 5, 6, 7, 2, 9, 5, 11, 0, 13], sentence.Referents);
        Assert.Equal([4, 8, 10, 12], sentence.Pronouns);
    }

    [Theory]
    [InlineData("  ", "The sentence has no words.")]
    [InlineData("anna , ben , anna", "The sentence has 5 words, but may have 4 at most.")]
    [InlineData("anna saw", "The grammar has no word 'saw'; it has ")]
    [InlineData("anna gave it", "A pronoun of the sentence does not stand for exactly one woman, man or thing in it.")]
    [InlineData("anna and emma her", "A pronoun of the sentence does not stand for exactly one woman, man or thing in it.")]
    public void Read_SaysWhatIsWrong(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<SentenceException>(() => SentenceReader.Read(text, 4)).Message);
}
