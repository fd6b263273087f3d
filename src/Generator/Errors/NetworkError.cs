using Sinter.Graphs;

namespace Sinter.Generator.Errors;

/// <summary>Something wrong with a declaration. The analyzer, which runs the same frontend, knows where.</summary>
/// <param name="Id"><c>SNTnnnn</c>, or <see cref="CompilerErrorId"/> when the C# compiler reports it already.</param>
/// <param name="Message">The text for the author of the network.</param>
internal sealed record NetworkError(string Id, string Message)
{
    /// <summary>The id of an error that is the C# compiler's to report.</summary>
    public const string CompilerErrorId = "CS";
}
