using Xunit.Abstractions;

namespace Sinter.EndToEnd.Tests;

/// <summary>A project that has nothing but the package declares networks, trains them and runs.</summary>
[Collection(nameof(PackageFeed))]
public sealed class PackageUseTests(PackageFeed feed, ITestOutputHelper output)
{
    [Theory]
    [InlineData("net9.0")]
    [InlineData("net10.0")]
    public void ConsoleProject_BuildsWithoutWarningsAndRuns(string framework)
    {
        var project = feed.CreateProject(framework);
        var build = project.Build("-p:UseAppHost=false").MustSucceed();

        Assert.Contains("0 Warning(s)", build.Output);
        AssertOutput(project.Run("dotnet", Path.Combine("bin", "Release", framework, "Consumer.dll")));
    }

    [NativeAotFact]
    public void NativeExecutable_PublishesWithoutWarningsAndRuns()
    {
        var project = feed.CreateProject(NativeAotFactAttribute.Framework);
        var publish = CommandResult.OfDotnet(project.Folder, "publish", "--configuration", "Release", "--use-current-runtime", "--output", "native",
            "-p:PublishAot=true", "-p:IlcInstructionSet=native").MustSucceed();

        Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);
        AssertOutput(project.Run(Path.Combine(project.Folder, "native", OperatingSystem.IsWindows() ? "Consumer.exe" : "Consumer")));
    }

    private void AssertOutput(CommandResult run)
    {
        output.WriteLine(run.Output);
        Assert.Equal(
            ["xor: 0 1 1 0", "allocated by 100 steps: 0 bytes", "allocated by 100 forward passes: 0 bytes"],
            run.MustSucceed().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
