using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Digits.Data;
using Import.Pictures;
using Sinter;

namespace Import;

/// <summary>The sample's story: load the weights that were imported, read pictures, show some of them, and say how well and how fast it went.</summary>
internal static class Application
{
    private const int Rounds = 20;

    public static int Run(Options options)
    {
        try
        {
            var pictures = TestPictures.Find(options.DataFolder, options.Count);
            var network = DigitNetwork.Load();
            var weights = network.Parameters.Sum(parameter => (long)parameter.Length);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"network: {Model}, {weights:N0} weights, compiled into this program"));
            Console.WriteLine($"pictures: {pictures.Description}");
            Console.WriteLine();
            Read(network, pictures.Set, options);
            return 0;
        }
        catch (Exception e) when (e is DataFileException or CheckpointException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    // The last two names say which file it was.
    private static string Model =>
        string.Join('/', typeof(Application).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "DigitModel").Value!.Split('/').TakeLast(2));

    private static void Read(DigitNetwork network, DigitSet set, Options options)
    {
        var count = Math.Min(options.Count, set.Count);
        using var session = network.CreateSession();
        Span<float> image = stackalloc float[DigitSet.Pixels];
        Span<float> scores = stackalloc float[DigitSet.Classes];
        var right = 0;
        for (var i = 0; i < count; i++)
        {
            Reading.Pixels(set, i, image);
            session.Forward(image, scores);
            var read = Reading.Best(scores);
            if (read == set.Label(i)) right++;
            if (i < options.Shown) Console.WriteLine(DigitCard.Draw(set.Image(i), set.Label(i), Reading.Probabilities(scores)));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{right} of {count} digits read right, {100.0 * right / count:F1} %"));
        if (count > 1) Console.WriteLine(Speed(session, image, scores));
    }

    private static string Speed(DigitNetwork.Session session, Span<float> image, Span<float> scores)
    {
        var (bytes, least) = (0L, double.PositiveInfinity);
        for (var round = 0; round < Rounds; round++)
        {
            // From the second round on nothing is used for the first time, a clock among it.
            if (round == 1) bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < 100; i++) session.Forward(image, scores);
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds / 100);
        }

        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return string.Create(CultureInfo.InvariantCulture, $"{least:F1} µs a digit on one thread, {bytes} bytes allocated");
    }
}
