using System.Diagnostics;
using System.Globalization;
using Zoo.Networks;

namespace Sinter.Startup;

/// <summary>
/// The smallest program with a network in it: <c>lenet FILE</c> loads the weights and predicts once, for startup.py to time from the
/// start of the process to its end; <c>lenet --steady CALLS</c> prints the best microseconds of a call.
/// </summary>
internal static class Program
{
    private const int Rounds = 20;

    private static int Main(string[] arguments)
    {
        if (arguments is ["--steady", var calls])
        {
            var count = int.Parse(calls, CultureInfo.InvariantCulture);
            Time("lenet5 1", new LeNet5(1).CreateSession().Forward, 784, 1, 20 * count);
            Time("lenet5 64", new LeNet5(1).CreateSession(64).Forward, 784, 64, count);
            Time("simplecnn 64", new SimpleCnn(1).CreateSession(64).Forward, 784, 64, count);
            return 0;
        }

        var model = arguments is [var path] ? LeNet5.Load(path) : new LeNet5(seed: 1);
        if (arguments.Length == 0) model.Save("lenet5.safetensors");
        using var session = model.CreateSession();
        var (image, logits) = (new float[784], new float[10]);
        for (var pixel = 0; pixel < image.Length; pixel++) image[pixel] = pixel % 7 / 7f;
        session.Forward(image, logits);
        Console.Out.WriteLine(Array.IndexOf(logits, logits.Max()));
        return 0;
    }

    private delegate void Forward(ReadOnlySpan<float> input, Span<float> output);

    private static void Time(string name, Forward forward, int length, int batch, int calls)
    {
        var (input, output, best) = (new float[batch * length], new float[batch * 10], double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.GetTimestamp();
            for (var call = 0; call < calls; call++) forward(input, output);
            best = Math.Min(best, Stopwatch.GetElapsedTime(clock).TotalMicroseconds / calls);
        }

        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {best:F2}"));
    }
}
