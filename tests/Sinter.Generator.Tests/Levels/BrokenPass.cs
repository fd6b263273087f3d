using Sinter.Generator.Errors;
using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Scheduling;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Levels;

/// <summary>A network that is compiled with a pass among the others that breaks a promise.</summary>
internal static class BrokenPass
{
    public const string Name = "Sabotage";

    /// <summary>What is said of a pass over graphs, behind the last of a name.</summary>
    public static string OverGraph(this NetworkLevels levels, Graph declared, string behind, Func<Graph, Graph> sabotage) =>
        Message(levels with { Graph = levels.Graph.With(behind, sabotage) }, declared);

    /// <summary>What is said of a pass over lowered graphs.</summary>
    public static string OverLowered(this NetworkLevels levels, Graph declared, string behind, Func<Graph, Graph> sabotage) =>
        Message(levels with { Lowered = levels.Lowered.With(behind, sabotage) }, declared);

    /// <summary>What is said of a pass over groups.</summary>
    public static string OverSchedule(this NetworkLevels levels, Graph declared, string behind, Action<Fusion> sabotage) =>
        Message(levels with { Schedule = levels.Schedule.With(behind, fusion => { sabotage(fusion); return fusion; }) }, declared);

    /// <summary>What is said of a pass over programs.</summary>
    public static string OverProgram(this NetworkLevels levels, Graph declared, string behind, Func<PreparedProgram, PreparedProgram> sabotage) =>
        Message(levels with { Program = levels.Program.With(behind, sabotage) }, declared);

    /// <summary>A network, compiled for a purpose with every level checked.</summary>
    public static PreparedProgram Compile(NetworkLevels levels, Graph declared)
    {
        var setting = new Setting(PassOptions.Default, CancellationToken.None)
        {
            Layout = ParameterLayout.Of(declared),
            Symbols = DimSymbol.Of(declared.Nodes.Where(node => node.Op is InputOp).Select(node => node.Shape)),
            Verifies = true,
        };
        var optimized = levels.Graph.Run(declared, setting);
        return levels.Compile(optimized, setting with { Optimized = optimized }, new Progress("the test"));
    }

    private static string Message(NetworkLevels levels, Graph declared) => Assert.Throws<InvalidOperationException>(() => Compile(levels, declared)).Message;

    private static Level<T> With<T>(this Level<T> level, string behind, Func<T, T> sabotage)
    {
        var place = level.Passes.ToList().FindLastIndex(pass => pass.Name == behind);
        Assert.True(place >= 0, $"{level.Name} has no pass {behind}");
        return level with { Passes = [.. level.Passes.Take(place + 1), new Pass<T>(Name, (T value, Setting _) => sabotage(value), IsMandatory: true), .. level.Passes.Skip(place + 1)] };
    }
}
