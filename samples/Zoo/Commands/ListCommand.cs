using System.Globalization;
using System.Text;
using Spectre.Console;
using Zoo.Catalog;

namespace Zoo.Commands;

/// <summary>All networks in a table.</summary>
internal static class ListCommand
{
    public static int Run(bool markdown)
    {
        if (markdown)
        {
            Console.Write(Page());
            return 0;
        }

        var table = new Table().RoundedBorder().AddColumns("Network", "Family", "Paper")
            .AddColumn(new TableColumn("Lines").RightAligned()).AddColumn(new TableColumn("Parameters").RightAligned()).AddColumn("Input");
        foreach (var species in Species.All)
        {
            var info = species.Info;
            table.AddRow(
                species.Name, species.Family, Markup.Escape(species.Paper.Citation), Number(species.Lines), Number(info.ParameterCount), Markup.Escape(Arguments.Describe(info)));
        }

        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
        AnsiConsole.Write(table);
        return 0;
    }

    /// <summary>The page docs/zoo.md.</summary>
    public static string Page()
    {
        var page = new StringBuilder("""
            # The zoo

            The networks of `samples/Zoo`, each declared in one file under `samples/Zoo/Networks`, with the names that torchvision, Hugging Face or the
            named source give to weights, so that a state_dict saved as safetensors loads as it is. Names and shapes are compared with PyTorch's, and so
            are outputs, the loss, all gradients and running statistics of those whose file in `tests/Sinter.Golden.Tests/Goldens/Zoo` has more than keys
            (`ZooTests`, recorded by `eng/goldens/record_zoo.py`); their calls allocate nothing.

            This page is printed by `dotnet run -c Release --project samples/Zoo -- list --markdown`. Operations and memory are those of one sample with
            every symbol at its largest; a multiply-add is two operations.


            """.ReplaceLineEndings("\n"));
        foreach (var family in Species.All.GroupBy(species => species.Family))
        {
            page.Append(CultureInfo.InvariantCulture, $"## {family.Key}\n\n| network | paper | lines | parameters | input | GFLOP | inference MiB | training MiB |\n|---|---|---:|---:|---|---:|---:|---:|\n");
            foreach (var species in family) page.Append(Row(species));
            page.Append('\n');
            foreach (var species in family) page.Append(CultureInfo.InvariantCulture, $"- **{species.Name}**: {species.Summary} {species.Paper}.\n");
            page.Append('\n');
        }

        return page.ToString().TrimEnd('\n') + "\n";
    }

    private static string Row(Species species)
    {
        var info = species.Info;
        var flops = info.Layers.Sum(layer => (double)layer.Flops) / 1e9;
        return string.Create(CultureInfo.InvariantCulture,
            $"| {species.Name} | {species.Paper.Citation} | {species.Lines} | {Number(info.ParameterCount)} | {Arguments.Describe(info)} | {flops:G3} | {Mebibytes(info.Inference.Bytes())} | {(info.Training is { } plan ? Mebibytes(plan.Bytes()) : "")} |\n");
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):N1}");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
