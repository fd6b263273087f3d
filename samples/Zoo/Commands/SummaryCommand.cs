using Zoo.Catalog;

namespace Zoo.Commands;

/// <summary>What a network is, where it is from, and its layers.</summary>
internal static class SummaryCommand
{
    public static int Run(Species species)
    {
        Console.WriteLine(species.Summary);
        Console.WriteLine(species.Paper);
        Console.WriteLine();
        Console.WriteLine(species.Info.Summary());
        return 0;
    }
}
