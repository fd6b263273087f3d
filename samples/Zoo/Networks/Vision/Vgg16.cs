using Sinter;

namespace Zoo.Networks;

/// <summary>VGG with 16 layers that have weights, as torchvision's <c>vgg16</c>.</summary>
/// <remarks>Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014.</remarks>
[Network]
internal sealed partial class Vgg16
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image) => Classify(image, [2, 2, 3, 3, 3], norm: false);

    /// <summary>Five stages of convolutions, each of which ends in a pool, and three fully connected layers.</summary>
    /// <param name="depths">The convolutions of each stage.</param>
    /// <param name="norm">Whether batch normalisations follow the convolutions.</param>
    internal static Tensor Classify(Tensor image, int[] depths, bool norm)
    {
        var (x, place) = (image, 0);
        for (var stage = 0; stage < 5; stage++)
        {
            for (var layer = 0; layer < depths[stage]; layer++)
            {
                x = x.Conv2d(Math.Min(64 << stage, 512), kernel: 3, padding: 1, name: $"features.{place}");
                if (norm) x = x.BatchNorm2d(name: $"features.{place + 1}");
                x = x.Relu();
                place += norm ? 3 : 2;
            }

            x = x.MaxPool2d(2);
            place++;
        }

        return x.Flatten()
            .Linear(4096, name: "classifier.0").Relu().Dropout()
            .Linear(4096, name: "classifier.3").Relu().Dropout()
            .Linear(1000, name: "classifier.6");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
