namespace Sinter.Peers.Networks;

/// <summary>VGG with 16 layers (Simonyan and Zisserman 2014), as torchvision's <c>vgg16</c>.</summary>
[Network]
public sealed partial class Vgg16
{
    private static Tensor Define([Shape(3, 224, 224)] Tensor image)
    {
        var x = image;
        int[] depths = [2, 2, 3, 3, 3];
        var place = 0;
        for (var stage = 0; stage < 5; stage++)
        {
            for (var layer = 0; layer < depths[stage]; layer++)
            {
                x = x.Conv2d(stage < 3 ? 64 << stage : 512, kernel: 3, padding: 1, name: $"features.{place}").Relu();
                place += 2;
            }

            x = x.MaxPool2d(2);
            place++;
        }

        return x.Flatten()
            .Linear(4096, name: "classifier.0").Relu()
            .Linear(4096, name: "classifier.3").Relu()
            .Linear(1000, name: "classifier.6");
    }
}
