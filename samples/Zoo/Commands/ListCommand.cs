using System.Globalization;
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
            Console.Write(ZooPage.Text());
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

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
