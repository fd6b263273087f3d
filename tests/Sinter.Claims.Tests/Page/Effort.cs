namespace Sinter.Claims.Page;

/// <summary>How much a run may cost: the suite runs short forms of what needs minutes.</summary>
internal static class Effort
{
    /// <summary>The environment variable that asks for the full forms.</summary>
    public const string Variable = "SINTER_CLAIMS";

    /// <summary>Whether this run is a full one, whose figures are recorded.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable(Variable) == "full";

    /// <summary>One of two numbers of steps, images or words.</summary>
    public static int Of(int brief, int full) => IsFull ? full : brief;
}
