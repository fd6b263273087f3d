namespace Sinter.Generator.Model;

/// <summary>What the project asks of generated code.</summary>
/// <param name="StatesLengths">Whether it is for the checked build of the runtime, and says of every place how long it is.</param>
internal sealed record BuildOptions(bool StatesLengths)
{
    /// <summary>The MSBuild property of the checked build.</summary>
    public const string Checked = "build_property.SinterChecked";
}
