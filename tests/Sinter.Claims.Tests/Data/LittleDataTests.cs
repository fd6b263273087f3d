using Digits.Networks;
using Sinter.Claims.Page;
using Zoo.Networks;

namespace Sinter.Claims.Data;

/// <summary>What a network that knows what images are makes of few of them.</summary>
public sealed class LittleDataTests(ITestOutputHelper output) : ClaimTests(output)
{
    [Claim("On little data a convolutional network beats a Transformer, which has to learn what neighbours are", "Dosovitskiy et al. 2020", IsRecorded = true, Data = LittleDigits.File)]
    public void ConvolutionAgainstTransformer()
    {
        var (images, epochs) = (Effort.Of(300, 500), Effort.Of(8, 60));
        var digits = LittleDigits.Take(images, test: Effort.Of(1_000, 10_000));
        var model = new VisionTransformer(1);
        var transformer = new DigitModel(model.Save,
            (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
            (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });
        var convolution = digits.Accuracy(Catalog.SimpleCnn.Create(1), epochs, batch: 20, rate: 1e-3f);
        var attention = digits.Accuracy(transformer, epochs, batch: 20, rate: 1e-3f);
        Assert.True(convolution > attention + 0.02, $"{convolution} {attention}");
        Measured($"{images} images of {digits.Name}, {epochs} epochs: {100 * convolution:F1} % of {digits.Test.Count:N0} others with {SimpleCnn.Info.ParameterCount:N0} parameters, against {100 * attention:F1} % with {VisionTransformer.Info.ParameterCount:N0}");
    }
}
