using System.Diagnostics;
using Sinter.Onnx.Files;
using Sinter.Onnx.Importing;
using Sinter.Onnx.Tests.Suite;
using Sinter.Onnx.Writing;

namespace Sinter.Onnx.Tests.Hostile;

/// <summary>
/// Damaged files are refused with a reason: never a crash, a hang, or more memory than the file could ask for. SINTER_MUTATIONS=200000 runs
/// as many; by default there are some thousand.
/// </summary>
public sealed class MutatedFileTests
{
    private static readonly int Count = int.TryParse(Environment.GetEnvironmentVariable("SINTER_MUTATIONS"), out var count) ? count : 3_000;

    [SharedDataFact]
    public void MutatedModels_AreReadOrRefused()
    {
        var random = new Random(7);
        var models = CaseResult.Folders().Select(folder => File.ReadAllBytes(Path.Combine(folder, "model.onnx"))).Where(bytes => bytes.Length < 20_000).ToArray();
        var slowest = TimeSpan.Zero;
        var path = Path.Combine(AppContext.BaseDirectory, "mutated.onnx");
        for (var i = 0; i < Count; i++)
        {
            var bytes = Mutated(random, models[random.Next(models.Length)], models[random.Next(models.Length)]);
            File.WriteAllBytes(path, bytes);
            var watch = Stopwatch.StartNew();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ClassWriter.Write(GraphImporter.Import(ModelReader.Read(path), new ImportOptions("Mutated")));
            }
            catch (OnnxException exception)
            {
                Assert.NotEqual("", exception.Message);
            }
            catch (Exception exception)
            {
                Assert.Fail($"mutation {i}, kept as {path}: {exception}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }

        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static byte[] Mutated(Random random, byte[] model, byte[] other)
    {
        var bytes = model.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 1; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256))); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                default:
                    var from = random.Next(other.Length);
                    bytes.InsertRange(at, other.Skip(from).Take(random.Next(1, 60)));
                    break;
            }
        }

        return [.. bytes];
    }
}
