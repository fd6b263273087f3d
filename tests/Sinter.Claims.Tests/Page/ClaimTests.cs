using System.Runtime.CompilerServices;

namespace Sinter.Claims.Page;

/// <summary>The base of all classes with claims: it prints what they measure, and keeps it for the page.</summary>
/// <param name="output">Where it is printed.</param>
public abstract class ClaimTests(ITestOutputHelper output)
{
    /// <summary>What was measured, in one line; null before it was.</summary>
    internal string? Figure { get; private set; }

    /// <summary>Says what a claim measured, after its assertions.</summary>
    /// <param name="figure">The numbers with their units, in one line. Of a claim that is not recorded, only as many digits as every machine agrees on.</param>
    /// <param name="test">The claim; by default the caller.</param>
    protected void Measured(string figure, [CallerMemberName] string test = "")
    {
        Figure = figure;
        output.WriteLine($"{GetType().Name}.{test}: {figure}");
        if (Effort.IsFull && ClaimsPage.Claims.Single(claim => claim.Method.Name == test && claim.Method.DeclaringType == GetType()).Attribute.IsRecorded) Recorded.Write(GetType(), test, figure);
    }

    /// <summary>Prints a line of a table that a row of the page has no room for.</summary>
    protected void Print(string line) => output.WriteLine(line);
}
