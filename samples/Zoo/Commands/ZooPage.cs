using System.Globalization;
using System.Text;
using Zoo.Catalog;

namespace Zoo.Commands;

/// <summary>The page docs/zoo.md.</summary>
internal static class ZooPage
{
    public static string Text()
    {
        var measured = Measurements.Read();
        var page = new StringBuilder("""
            # The zoo

            The networks of `samples/Zoo`, each declared in one file under `samples/Zoo/Networks`, with the names that torchvision, Hugging Face or the
            named source give to weights, so that a state_dict saved as safetensors loads as it is. Names and shapes are compared with PyTorch's, and so
            are outputs, the loss, all gradients and running statistics (`ZooTests`, recorded by `eng/goldens/record_zoo.py`); their calls allocate
            nothing. Every test run compares the numbers of those that take less than a second; this compares all:

            ```sh
            SINTER_ZOO=all dotnet test tests/Sinter.Golden.Tests -c Release --filter FullyQualifiedName~ZooTests
            ```

            This page is printed by `dotnet run -c Release --project samples/Zoo -- list --markdown`. Operations and memory are those of one sample with
            every symbol at its largest; a multiply-add is two operations. Code is what the compiler generates for a network, prediction and training, in
            thousands of characters. Times are those of a forward pass of one sample on one thread, with 64 places where a sequence may have any number
            and graphs of Cora's size: the median and the minimum of rounds in which both took turns. `eng/zoo/run.sh` measures them against
            ONNX Runtime 1.30 with what PyTorch 1.13 exports.


            """.ReplaceLineEndings("\n"));
        if (measured.Machine.Length > 0) page.Append(CultureInfo.InvariantCulture, $"Measured on {measured.Machine}{Busy(measured.Load)}.\n\n");
        foreach (var family in Species.All.GroupBy(species => species.Family))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {family.Key}\n\n| network | paper | lines | parameters | input | GFLOP | inference MiB | training MiB | code | ms | ONNX Runtime, ms |\n|---|---|---:|---:|---|---:|---:|---:|---:|---:|---:|\n");
            foreach (var species in family) page.Append(Row(species, measured.Networks.GetValueOrDefault(species.Name)));
            page.Append('\n');
            foreach (var species in family) page.Append(CultureInfo.InvariantCulture, $"- **{species.Name}**: {species.Summary} {species.Paper}.{Reason(measured.Networks.GetValueOrDefault(species.Name))}\n");
            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Row(Species species, Measurement? measured)
    {
        var info = species.Info;
        var flops = info.Layers.Sum(layer => (double)layer.Flops) / 1e9;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {species.Name} | {species.Paper.Citation} | {species.Lines} | {Number(info.ParameterCount)} | {Arguments.Describe(info)} | {flops:G3} | {Mebibytes(info.Inference.Bytes())} | {(info.Training is { } plan ? Mebibytes(plan.Bytes()) : "")} | {measured?.Kilobytes} | {Times(measured?.Sinter)} | {Times(measured?.OnnxRuntime)} |\n");
    }

    private static string Times(double[]? times) => times is null ? "" : string.Join(", ", times.Select(time => time.ToString(time >= 100 ? "N0" : time >= 10 ? "F1" : time >= 1 ? "F2" : "F3", CultureInfo.InvariantCulture)));

    private static string Busy(double load) =>
        load > 1.5 ? string.Create(CultureInfo.InvariantCulture, $", while other programs computed (a load of up to {load}): only the two times of a row can be compared") : "";

    private static string Reason(Measurement? measured) => measured?.Reason is { } reason ? $" PyTorch does not export it: {reason.TrimEnd('.')}." : "";

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):N1}");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
