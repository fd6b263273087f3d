using Digits.Data;
using Zoo.Catalog;
using Zoo.Commands;

namespace Sinter.Samples.Tests.ZooSample;

/// <summary>From pictures and a file of weights to a class.</summary>
public sealed class ClassifyTests
{
    private const string Images = "mnist/t10k-images-idx3-ubyte.gz", Labels = "mnist/t10k-labels-idx1-ubyte.gz";

    // What remains of a picture is seven eighths of its side: a digit of 28 x 28 has a border of two.
    private const int Border = 2, Side = DigitSet.Width + (2 * Border);

    /// <summary>A network learns MNIST's digits for a moment; others that it has not seen lie before it as pictures.</summary>
    [SharedDataFact(Images)]
    public void WrittenDigits_AreRead()
    {
        const int Batch = 32, Steps = 250, Every = 250; // every so many digits one is kept for later
        var digits = IdxReader.Read(SharedDataFactAttribute.Find(Images)!, SharedDataFactAttribute.Find(Labels)!);
        var species = Species.Find("SimpleCnn")!;
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (weights, picture) = (Path.Combine(folder.FullName, "cnn.safetensors"), Path.Combine(folder.FullName, "digit.bmp"));
            var (model, random) = (species.Create(seed: 1), new Random(1));
            var (images, labels) = (new float[Batch * DigitSet.Pixels], new int[Batch]);
            using (var trainer = model.CreateTrainer(new Adam { LearningRate = 1e-3f }, Batch))
            {
                for (var step = 0; step < Steps; step++)
                {
                    for (var sample = 0; sample < Batch; sample++)
                    {
                        var index = (random.Next(digits.Count / Every) * Every) + random.Next(1, Every);
                        digits.CopyImage(index, images.AsSpan(sample * DigitSet.Pixels, DigitSet.Pixels));
                        labels[sample] = digits.Label(index);
                    }

                    trainer.Step([images, labels], []);
                }
            }

            model.Save(weights);
            var (right, shown) = (0, 0);
            using var session = model.CreateSession(1);
            for (var index = 0; index < digits.Count; index += Every)
            {
                shown++;
                File.WriteAllBytes(picture, Picture(digits, index));
                var probabilities = ClassifyCommand.Probabilities(species, picture, weights);
                Assert.Equal(1, probabilities.Sum(), 6);
                var seen = Array.IndexOf(probabilities, probabilities.Max());
                if (seen == digits.Label(index)) right++;

                // The picture is the image: cut out, scaled and read as it was learned.
                var (image, logits) = (new float[DigitSet.Pixels], new float[DigitSet.Classes]);
                digits.CopyImage(index, image);
                session.Forward([image], [], [logits]);
                Assert.Equal(Array.IndexOf(logits, logits.Max()), seen);
            }

            Assert.InRange(right, 0.9 * shown, shown);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void WeightsOfAnotherNetwork_AreNamed()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var (weights, picture) = (Path.Combine(folder.FullName, "cnn.safetensors"), Path.Combine(folder.FullName, "black.bmp"));
            Species.Find("SimpleCnn")!.Create().Save(weights);
            File.WriteAllBytes(picture, Bitmap.Square(Side, (_, _) => (0, 0, 0)));
            var error = Assert.ThrowsAny<IOException>(() => ClassifyCommand.Probabilities(Species.Find("LeNet5")!, picture, weights));
            Assert.Contains("cnn.safetensors: the tensors", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Picture(DigitSet digits, int index) => Bitmap.Square(Side, (x, y) =>
    {
        var isInside = x is >= Border and < Side - Border && y is >= Border and < Side - Border;
        var brightness = isInside ? digits.Image(index)[((y - Border) * DigitSet.Width) + x - Border] : (byte)0;
        return (brightness, brightness, brightness);
    });
}
