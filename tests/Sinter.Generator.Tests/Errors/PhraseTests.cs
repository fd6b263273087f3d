using System.Globalization;
using Sinter.Generator.Errors;
using Sinter.Generator.Tests.Frontend;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Errors;

/// <summary>What a message says and what it proposes are written once, and travel together.</summary>
public sealed class PhraseTests
{
    [Fact]
    public void Edits_AreThoseThatAreSaid()
    {
        Phrase phrase = $"{Shape.Of(Dim.Batch, 3, 8)} in {4} groups; {InsertedCall.Before("Flatten(1)")}, or use {new ArgumentValue("groups", "2")}";
        Assert.Equal("[B, 3, 8] in 4 groups; insert Flatten(1) before it, or use 2", phrase.ToString());
        Assert.Equal([new MentionedNumber(3), new MentionedNumber(8), new MentionedNumber(4), InsertedCall.Before("Flatten(1)"), new ArgumentValue("groups", "2")], phrase.Edits);
    }

    [Fact]
    public void Parts_BringTheirEditsAlong()
    {
        Phrase part = $"use {6}";
        Phrase whole = $"first {5L}, then {part}";
        Assert.Equal("first 5, then use 6", whole.ToString());
        Assert.Equal([new MentionedNumber(5), new MentionedNumber(6)], whole.Edits);
    }

    [Fact]
    public void Text_IsTheSameInEveryCulture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = ",", NumberGroupSeparator = "." } };
            Phrase phrase = $"{0.5f} of {1234567:N0}";
            Assert.Equal("0.5 of 1,234,567", phrase.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Properties_GiveTheEditsBack()
    {
        ProposedEdit[] edits = [InsertedCall.Before("Reshape(1, 4).Linear(3)"), InsertedCall.After("Transpose()"), new ArgumentValue("kernel", "1"), new MentionedNumber(-7)];
        Assert.Equal(edits, EditProperties.Read(EditProperties.Of(edits)));
        Assert.Empty(EditProperties.Read(EditProperties.Of([])));
    }

    [Fact]
    public void ErrorsOfANetwork_HoldThem_AndAreEqualByValue()
    {
        NetworkError Error() => Assert.Single(Source.ReadMembers("static Tensor Define([Shape(8, 8)] Tensor x) => x.Conv2d(4, kernel: 3);").Model.Errors);
        Assert.Contains(InsertedCall.Before("Unsqueeze(0)"), Error().Edits);
        Assert.Contains(InsertedCall.Before("Unsqueeze(0)").ToString(), Error().Message);
        Assert.Equal(Error(), Error());
        Assert.NotEqual(Error(), Error() with { Edits = [] });
    }
}
