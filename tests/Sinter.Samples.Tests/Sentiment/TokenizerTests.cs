using global::Sentiment.Data;

namespace Sinter.Samples.Tests.Sentiment;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \t ", "")]
    [InlineData("A Film, a FILM!", "a|film|,|a|film|!")]
    [InlineData("Good.<br /><br />Not bad<BR />at all", "good|.|not|bad|at|all")]
    [InlineData("I don't like 'it' or the actors' work", "i|don't|like|it|or|the|actors|work")]
    [InlineData("3/10 - see \"Alien\" (1979); why?", "3|10|see|alien|(|1979|)|;|why|?")]
    [InlineData("Ça VA ÉTÉ", "ça|va|été")]
    [InlineData("<br/> a < b", "br|a|b")]
    public void Split_FindsWordsAndPunctuation(string text, string words) =>
        Assert.Equal(words.Length == 0 ? [] : words.Split('|'), Tokenizer.Split(text));

    [Fact]
    public void Split_KeepsTheFirstWords() => Assert.Equal(["one", "two"], Tokenizer.Split("one two three", limit: 2));
}
