namespace Sinter.EndToEnd.Tests;

/// <summary>A console project in a folder of its own that references the package.</summary>
internal sealed class ConsumerProject
{
    public ConsumerProject(string folder, string feed, string framework)
    {
        Folder = folder;
        Write("Consumer.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>{framework}</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <InvariantGlobalization>true</InvariantGlobalization>
                <!-- An older framework's programs run here on whatever runtime there is. -->
                <RollForward>Major</RollForward>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Sinter" Version="{PackageFeed.Version}" />
              </ItemGroup>
            </Project>
            """);
        // Packages come from the machine's cache where possible, but this one must not end up there.
        Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
              <packageSources>
                <add key="end-to-end" value="{feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="cache" value="{MachineCache}" />
              </fallbackPackageFolders>
            </configuration>
            """);
        Write("Program.cs", File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consumer", "Program.cs")));
    }

    public string Folder { get; }

    private static string MachineCache => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public CommandResult Build(params string[] arguments) => CommandResult.OfDotnet(Folder, ["build", "--configuration", "Release", .. arguments]);

    public CommandResult Run(string program, params string[] arguments) => CommandResult.Of(program, Folder, arguments);
}
