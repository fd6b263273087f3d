namespace Sinter.EndToEnd.Tests;

/// <summary>A test that publishes with NativeAOT. Where the linker or the compiler for it is missing, it is skipped and says which.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NativeAotFactAttribute : FactAttribute
{
    /// <summary>The newest framework whose NativeAOT compiler every feed has.</summary>
    public const string Framework = "net9.0";

    private static readonly Lazy<string?> Obstacle = new(FindObstacle);

    public NativeAotFactAttribute()
    {
        if (Obstacle.Value is not { } obstacle) return;
        Skip = obstacle;
        Console.WriteLine($"NativeAOT is not tested: {obstacle}");
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsWindows() && !IsOnPath("clang") && !IsOnPath("gcc")) return "there is no clang on the PATH to link with.";
        var folder = Directory.CreateTempSubdirectory("sinter-native-aot-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Probe.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>{Framework}</TargetFramework>
                    <PublishAot>true</PublishAot>
                  </PropertyGroup>
                </Project>
                """);
            var restore = CommandResult.OfDotnet(folder.FullName, "restore", "--use-current-runtime");
            return restore.ExitCode == 0 ? null : $"its compiler cannot be restored: {FirstError(restore.Output)}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string FirstError(string output) =>
        output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? output.Trim();
}
