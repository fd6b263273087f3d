using Sinter.Onnx;

namespace Sinter.OnnxTimes;

/// <summary>One model in both, as a row of the table.</summary>
internal static class Comparison
{
    public static string Of(string path, bool isTimed)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var file = new ModelFile(path);
        var inputs = file.Inputs();
        using var peer = new PeerSession(path, inputs);
        var expected = peer.First();
        using var model = new ImportedModel(file, inputs);
        var room = model.Room([.. expected.Select(output => output.Dims)]);
        model.Forward(room);
        var results = room.Select((values, i) => model.InFileOrder(i, values, expected[i].Dims)).ToArray();
        var (apart, largest) = expected.Select((output, i) => Apart(output.Values, results[i])).MaxBy(pair => pair.Apart / Math.Max(pair.Largest, 1e-30));
        var (ours, theirs) = (FromData(results), FromData([.. expected.Select(output => output.Values)]));
        var times = isTimed ? Times.InTurn(() => model.Forward(room), peer.Run) : null;
        var bytes = Allocated(() => model.Forward(room));
        return $"| {name} | {apart / Math.Max(largest, 1e-30):E1} ({largest:G3}) | {ours} : {theirs} | {times?.Row ?? "| | |"} | {bytes} | {Source(path)} | {Generated(path)} |";

        string FromData(float[][] found)
        {
            var data = peer.Names.Select((output, i) => file.Data.TryGetValue("out:" + output, out var recorded) ? Apart(recorded.Floats(), found[i]) : ((double Apart, double Largest)?)null)
                .OfType<(double Apart, double Largest)>().Select(pair => pair.Apart / Math.Max(pair.Largest, 1e-30)).ToArray();
            return data.Length > 0 ? $"{data.Max():E1}" : "";
        }
    }

    private static (double Apart, double Largest) Apart(float[] expected, float[] found)
    {
        if (expected.Length != found.Length) throw new InvalidOperationException($"{found.Length} numbers came instead of {expected.Length}");
        var (apart, largest) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(found[i])) continue;
            // What is no number in one and a number in the other is as far apart as can be.
            var difference = Math.Abs((double)expected[i] - found[i]);
            apart = Math.Max(apart, double.IsNaN(difference) ? double.PositiveInfinity : difference);
        }

        foreach (var value in expected) largest = Math.Max(largest, Math.Abs((double)value));
        return (apart, largest);
    }

    private static long Allocated(Action call)
    {
        call();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) call();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / 3;
    }

    private static string Source(string path)
    {
        var file = new FileInfo(Path.Combine(Program.Metadata("Sources"), $"Imported.{OnnxImport.ClassNameOf(path)}.cs"));
        return file.Exists ? $"{File.ReadLines(file.FullName).Count()} lines" : "";
    }

    private static string Generated(string path)
    {
        var files = Directory.Exists(Program.Metadata("Generated")) ? new DirectoryInfo(Program.Metadata("Generated")).GetFiles("*.cs", SearchOption.AllDirectories) : [];
        var mine = files.Where(file => file.Name.Split('.').Contains(OnnxImport.ClassNameOf(path))).ToArray();
        return mine.Length == 0 ? "" : $"{mine.Sum(file => file.Length) / 1024.0:F0} KB, {mine.Sum(file => File.ReadLines(file.FullName).Count())} lines";
    }
}
