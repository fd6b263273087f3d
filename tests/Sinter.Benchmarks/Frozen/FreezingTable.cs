using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Sinter.Benchmarks.Frozen;

/// <summary>What a step of Adam costs with a frozen body, beside one that trains all of the network and beside a forward pass, in turn.</summary>
internal static class FreezingTable
{
    private const int Batch = 16, Rounds = 15;

    /// <summary>Prints times, memory, and whether what is frozen has kept its bits.</summary>
    /// <param name="part">A part of the names of the networks.</param>
    public static void Print(string part)
    {
        var images = Enumerable.Range(0, Batch * 3 * 64 * 64).Select(i => (i % 13 / 13f) - 0.5f).ToArray();
        var words = Enumerable.Range(0, Batch * 64).Select(i => i * 37 % 8192).ToArray();
        var (labels, scores) = (Enumerable.Range(0, Batch).Select(sample => sample % 10).ToArray(), new float[Batch * 10]);
        var (times, memory) = (new List<string>(), new List<string>());
        foreach (var threads in new[] { 1, 2 }.Where(threads => threads <= Environment.ProcessorCount))
        {
            if (WholeResNet18.Info.Name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                var (whole, frozen) = (new WholeResNet18(seed: 1), new FrozenResNet18(seed: 1));
                using var all = whole.CreateTrainer(new Adam(), Batch, threads);
                using var some = frozen.CreateTrainer(new Adam(), Batch, threads);
                using var session = frozen.CreateSession(Batch, threads);
                Measure("ResNet-18, 64 x 64", WholeResNet18.Info, FrozenResNet18.Info, Kept(FrozenResNet18.Info, frozen.Parameters, frozen.States), threads, [() => all.Step(images, labels), () => some.Step(images, labels), () => session.Forward(images, scores)]);
            }

            if (WholeEncoder.Info.Name.Contains(part, StringComparison.OrdinalIgnoreCase))
            {
                var (whole, frozen) = (new WholeEncoder(seed: 1), new FrozenEncoder(seed: 1));
                using var all = whole.CreateTrainer(new Adam(), Batch, threads);
                using var some = frozen.CreateTrainer(new Adam(), Batch, threads);
                using var session = frozen.CreateSession(Batch, threads);
                Measure("encoder, 64 words", WholeEncoder.Info, FrozenEncoder.Info, Kept(FrozenEncoder.Info, frozen.Parameters, frozen.States), threads, [() => all.Step(words, labels), () => some.Step(words, labels), () => session.Forward(words, scores)]);
            }
        }

        Console.WriteLine($"| {Batch} samples | threads | step of all, ms: median, minimum | frozen body | of that | a forward pass | step with a frozen body of that |\n|---|--:|--:|--:|--:|--:|--:|");
        foreach (var row in times) Console.WriteLine(row);
        Console.WriteLine($"\n| MB, {Batch} samples | threads | values: of all, frozen body, a forward pass | gradients: of all, frozen body | of Adam: of all, frozen body | frozen numbers after {Rounds + 1} steps |\n|---|--:|--:|--:|--:|---|");
        foreach (var row in memory) Console.WriteLine(row);

        void Measure(string name, NetworkInfo all, NetworkInfo some, NetworkParameter[] kept, int threads, Action[] calls)
        {
            var before = kept.Select(numbers => numbers.Values.ToArray()).ToArray();
            foreach (var call in calls) call();
            var taken = calls.Select(_ => new double[Rounds]).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                // Who begins takes turns, so that nobody always finds the caches of the same other.
                for (var place = 0; place < calls.Length; place++)
                {
                    var call = (place + round) % calls.Length;
                    var watch = Stopwatch.StartNew();
                    calls[call]();
                    taken[call][round] = watch.Elapsed.TotalMilliseconds;
                }
            }

            var isSame = kept.Zip(before).All(pair => MemoryMarshal.AsBytes(pair.First.Values).SequenceEqual(MemoryMarshal.AsBytes(pair.Second.AsSpan())));
            times.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {threads} | {Cell(taken[0])} | {Cell(taken[1])} | {Ratio(taken[1], taken[0])} | {Cell(taken[2])} | {Ratio(taken[1], taken[2])} |"));
            memory.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {threads} | {Megabytes(all.Training!, threads):F1}, {Megabytes(some.Training!, threads):F1}, {Megabytes(some.Inference, threads):F1} | {Gradients(all):F2}, {Gradients(some):F2} | {2 * Gradients(all):F2}, {2 * Gradients(some):F2} | {before.Sum(numbers => numbers.Length):N0}, {(isSame ? "the same bits" : "OTHER BITS")} |"));
        }
    }

    // What is frozen, and the statistics of normalisations: none of them has a part that is trained.
    private static NetworkParameter[] Kept(NetworkInfo info, ParameterCollection parameters, ParameterCollection states) =>
        [.. info.Parameters.Where(row => row.IsFrozen).Select(row => parameters[row.Key]), .. states];

    private static double Megabytes(ArenaPlan plan, int threads) => plan.Bytes(Batch, threads) / 1e6;

    private static double Gradients(NetworkInfo info) => sizeof(float) * info.TrainedLength / 1e6;

    private static string Cell(double[] times) => string.Create(CultureInfo.InvariantCulture, $"{times.Order().ElementAt(Rounds / 2):F1}, {times.Min():F1}");

    private static string Ratio(double[] times, double[] others) =>
        string.Create(CultureInfo.InvariantCulture, $"{times.Zip(others, (time, other) => time / other).Order().ElementAt(Rounds / 2):F2}, {times.Min() / others.Min():F2}");
}
