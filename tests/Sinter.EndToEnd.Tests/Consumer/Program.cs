using Sinter;

// A stack of attributes learns, is saved and is loaded again.
float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];
int[] labels = [0, 1, 1, 0];
var xor = new Xor(seed: 1);
using (var trainer = xor.CreateTrainer(new Adam { LearningRate = 0.05f }, maxBatch: 4))
{
    for (var step = 0; step < 500; step++) trainer.Step(inputs, labels);
}

xor.Save("xor.safetensors");
using (var session = Xor.Load("xor.safetensors").CreateSession(maxBatch: 4))
{
    var logits = new float[8];
    session.Forward(inputs, logits);
    Console.WriteLine($"xor: {string.Join(' ', Enumerable.Range(0, 4).Select(i => logits[2 * i + 1] > logits[2 * i] ? 1 : 0))}");
}

// A convolutional network with everything that a step can do runs without touching the heap, with an input that may be left out and without.
const int Batch = 8;
var images = Enumerable.Range(0, Batch * 64).Select(i => MathF.Sin(i)).ToArray();
var classes = Enumerable.Range(0, Batch).Select(i => i % 3).ToArray();
var mask = Enumerable.Range(0, Batch * 16).Select(i => MathF.Cos(i)).ToArray();
var scores = new float[Batch * 3];
var small = new Small(seed: 1);
using (var trainer = small.CreateTrainer(new AdamW { LearningRate = 1e-3f, Clipping = GradientClipping.ByGlobalNorm(1) }, Batch, threads: 2))
using (var session = small.CreateSession(Batch, threads: 2))
{
    Console.WriteLine($"allocated by 100 steps: {Allocated(() => trainer.Step(images, classes) + trainer.Step(images, mask, classes))} bytes");
    Console.WriteLine($"allocated by 100 forward passes: {Allocated(() => Forward(session))} bytes");
}

float Forward(Small.Session session)
{
    session.Forward(images, mask, scores);
    session.Forward(images, scores);
    return scores[0];
}

// The least of several rounds: what a thread needs to wait for another is made once, when it first has to, and that may be in any of them.
static long Allocated(Func<float> call)
{
    var least = long.MaxValue;
    for (var round = 0; round < 10 && least > 0; round++)
    {
        for (var i = 0; i < 100; i++) call();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 100; i++) call();
        least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    return least;
}

[Network, Input(2)]
[Linear(8), Tanh, Linear(2)]
[CrossEntropyLoss]
public partial class Xor;

[Network]
public partial class Small
{
    private static Tensor Define([Shape(1, 8, 8)] Tensor image, [Shape(1, 4, 4)] Tensor? mask)
    {
        var features = image.Conv2d(8, kernel: 3, padding: 1, name: "conv").BatchNorm2d(name: "norm").Relu().MaxPool2d(2);
        if (mask is not null) features *= mask;
        return features.Flatten().Dropout(0.1f).Linear(3, name: "fc");
    }

    private static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
}
