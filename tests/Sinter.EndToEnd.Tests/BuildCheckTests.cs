namespace Sinter.EndToEnd.Tests;

/// <summary>What the package's targets say about the build they are part of.</summary>
[Collection(nameof(PackageFeed))]
public sealed class BuildCheckTests(PackageFeed feed)
{
    [Fact]
    public void CompilerOlderThanTheFloor_IsOneClearError()
    {
        var result = Project().Build("-p:CompilerApiVersion=roslyn4.13");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("error SNT8001: Sinter needs the C# compiler of Visual Studio 17.14 or the .NET SDK 9.0.300 (Roslyn 4.14) or later; this build uses Roslyn 4.13.", result.Output);
        Assert.DoesNotContain("error CS", result.Output);
    }

    [Fact]
    public void LanguageOlderThanTheFloor_IsOneClearError()
    {
        const string version = "12";
        var result = Project().Build($"-p:LangVersion={version}");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"error SNT8003: The code that Sinter generates needs C# 13 or later; this project asks for C# {version}.", result.Output);
        Assert.DoesNotContain("error CS", result.Output);
    }

    [Fact]
    public void LanguageOfTheFloor_Builds() => Project().Build("-p:LangVersion=13").MustSucceed();

    [Theory]
    [InlineData("linux-x64", "", true)]
    [InlineData("linux-x64", "avx2,fma", false)]
    [InlineData("linux-arm64", "", false)]
    public void NativeAotWithoutInstructionSet_IsAWarningOnX64(string runtime, string instructionSet, bool isWarned)
    {
        var result = CommandResult.OfDotnet(Project().Folder, "msbuild", "-t:SinterCheckInstructionSet",
            "-p:PublishAot=true", $"-p:RuntimeIdentifier={runtime}", $"-p:IlcInstructionSet={instructionSet.Replace(",", "%2C")}").MustSucceed();

        Assert.Equal(isWarned, result.Output.Contains("warning SNT8002: "));
        Assert.Equal(isWarned, result.Output.Contains("Add <IlcInstructionSet>avx2,fma</IlcInstructionSet> to the project"));
    }

    private ConsumerProject Project()
    {
        var project = feed.CreateProject("net10.0");
        CommandResult.OfDotnet(project.Folder, "restore").MustSucceed();
        return project;
    }
}
