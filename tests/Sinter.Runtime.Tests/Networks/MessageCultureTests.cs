using System.Globalization;
using Sinter.Optimizers;
using Sinter.Runtime;
using Xunit;

namespace Sinter.Tests.Networks;

/// <summary>Messages say the same whatever culture a program runs in.</summary>
public class MessageCultureTests
{
    [Theory]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    [InlineData("de-DE")]
    public void Messages_AreThoseOfTheInvariantCulture(string name)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            var expected = Messages();
            Assert.Contains(expected, message => message.Contains("1,234,567", StringComparison.Ordinal));
            Assert.Contains(expected, message => message.Contains("-0.5", StringComparison.Ordinal));

            // Programs may know no culture but this; then one is made that writes numbers otherwise.
            CultureInfo.CurrentCulture = Foreign(name);
            Assert.NotEqual("-1.5", (-1.5).ToString(CultureInfo.CurrentCulture));
            Assert.Equal(expected, Messages());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CultureInfo Foreign(string name)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo { NegativeSign = name == "fa-IR" ? "\u200E\u2212" : "\u2212", NumberDecimalSeparator = ",", NumberGroupSeparator = "\u00A0" };
        return culture;
    }

    // The arguments that .NET adds in the culture of the program stand on a line of their own.
    private static string[] Messages()
    {
        var model = new ToyNetwork(1);
        using var trainer = model.CreateTrainer(new Sgd { Schedule = new Rates() });
        return
        [
            .. new Action[]
            {
                () => ParameterCollection.OfParameters(ToyNetwork.Info, model.Weights.ParameterArena, null)[0].CopyFrom(new float[1_234_567]),
                () => _ = new Sgd { LearningRate = -0.5 },
                () => _ = trainer.LearningRate,
                () => _ = new Workers(1_234_567),
            }.Select(action => Assert.ThrowsAny<Exception>(action).Message.Split('\n')[0]),
        ];
    }

    private sealed class Rates : LearningRateSchedule
    {
        public override double RateAt(long step, double baseRate) => -0.5;
    }
}
