using Sinter.Samples.Tests;

namespace Sinter.Claims.Page;

/// <summary>A test of something that textbooks say of networks, and a row of <c>docs/claims.md</c>.</summary>
/// <param name="statement">What they say, in one sentence.</param>
/// <param name="source">Who showed it, with the year.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ClaimAttribute(string statement, string source) : FactAttribute
{
    /// <summary>What the books say.</summary>
    public string Statement => statement;

    /// <summary>Who showed it, with the year.</summary>
    public string Source => source;

    /// <summary>
    /// Whether the figure is of one machine: of a training, or a time. The page has what the last full run recorded; otherwise it has what
    /// every run measures.
    /// </summary>
    public bool IsRecorded { get; init; }

    /// <summary>Why there is no short form of it, or null if there is: then the suite skips it with that reason.</summary>
    public string? OnlyInFull { get; init; }

    /// <summary>A file below the folder of the data, without which a full run skips the claim, or null.</summary>
    public string? Data { get; init; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? (Effort.IsFull ? WithoutData : OnlyInFull is null ? null : $"{OnlyInFull}; -e {Effort.Variable}=full runs it.");
        set => base.Skip = value;
    }

    private string? WithoutData => Data is null || SharedDataFactAttribute.Find(Data) is not null ? null : $"There is no ../shared/data/{Data} beside the project.";
}
