extern alias ImportSample;

using System.CommandLine;
using Digits.Data;
using ImportSample::Import;
using ImportSample::Import.Pictures;

namespace Sinter.Samples.Tests.Import;

/// <summary>Networks that came as ONNX files read pictures that they have not been trained on.</summary>
public sealed class DigitTests
{
    private const int Count = 300;

    [Fact]
    public void NetworkOfTheSample_ReadsItsPictures()
    {
        var set = TestPictures.Find(null, Count).Set;
        using var session = DigitNetwork.Load().CreateSession();
        var (image, scores, right) = (new float[DigitSet.Pixels], new float[DigitSet.Classes], 0);
        for (var i = 0; i < Count; i++)
        {
            Reading.Pixels(set, i, image);
            session.Forward(image, scores);
            if (Reading.Best(scores) == set.Label(i)) right++;
        }

        Assert.InRange(right, Count * 96 / 100, Count);
    }

    [Fact]
    public void ModelThatTheSampleBrings_ReadsDrawnDigits()
    {
        var set = DrawnDigits.Draw(Count, seed: 5);
        using var session = BroughtDigits.Load().CreateSession(maxBatch: Count);
        var (images, scores) = (new float[Count * DigitSet.Pixels], new float[Count * DigitSet.Classes]);
        for (var i = 0; i < Count; i++)
        {
            for (var pixel = 0; pixel < DigitSet.Pixels; pixel++) images[(i * DigitSet.Pixels) + pixel] = set.Image(i)[pixel];
        }

        session.Forward(images, scores);
        Assert.InRange(Enumerable.Range(0, Count).Count(i => Reading.Best(scores.AsSpan(i * DigitSet.Classes, DigitSet.Classes)) == set.Label(i)), Count * 97 / 100, Count);
    }

    [Fact]
    public void Card_ShowsThePictureAndWhatItWasTakenFor()
    {
        var image = new byte[DigitSet.Pixels];
        image.AsSpan(0, 2 * DigitSet.Width).Fill(255);
        float[] scores = [0, 0, 0, 0, 0, 0, 0, 100, 0, 0];
        var lines = DigitCard.Draw(image, 1, Reading.Probabilities(scores)).Split('\n');
        Assert.Equal("a 1, read as 7", lines[0]);
        Assert.Equal(new string('█', DigitSet.Width), lines[1]);
        Assert.Equal(new string(' ', DigitSet.Width) + "  7 ████████████████████████ 100.00 %", lines[10]);
    }

    [Theory]
    [InlineData("--count", "0")]
    [InlineData("--count", "many")]
    [InlineData("--show", "-1")]
    public void NumbersThatCannotBe_AreErrorsOfTheCommandLine(string option, string value)
    {
        var parsed = ImportSample::Import.CommandLine.Create(_ => 0).Parse([option, value]);
        Assert.StartsWith($"{option} must be a whole number from ", Assert.Single(parsed.Errors).Message, StringComparison.Ordinal);
    }
}
