using System.Text;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>A network with one mistake, and what mends it.</summary>
/// <param name="Id">The diagnostic it gives, and no other.</param>
/// <param name="Title">The mistake in a few words, distinct among the cases of its id.</param>
/// <param name="Source">The members of a class <c>Net</c>, or the whole class where it matters.</param>
/// <param name="Squiggle">The text that is underlined.</param>
/// <param name="Message">The whole message.</param>
/// <param name="Changes">What has to be replaced, and by what; each text occurs once.</param>
internal sealed record DiagnosticCase(string Id, string Title, string Source, string Squiggle, string Message, params (string Wrong, string Right)[] Changes)
{
    public string Name => $"{Id} {Title}";

    /// <summary>The other ways to mend it that the message names, each as <see cref="Changes"/>.</summary>
    public (string Wrong, string Right)[][] Others { get; init; } = [];

    /// <summary>The source without the mistake.</summary>
    public string Mended => Apply(Changes);

    /// <summary>The source mended in every way that is named.</summary>
    public IEnumerable<string> AllMended => Others.Select(Apply).Prepend(Mended);

    private string Apply((string Wrong, string Right)[] changes) => changes.Aggregate(Source, (text, change) =>
    {
        var at = text.IndexOf(change.Wrong, StringComparison.Ordinal);
        Assert.True(at >= 0 && text.IndexOf(change.Wrong, at + 1, StringComparison.Ordinal) < 0, $"'{change.Wrong}' must occur once in\n{text}");
        return text.Replace(change.Wrong, change.Right);
    });

    /// <summary>A file with the class in a namespace of its own.</summary>
    public static string File(string source, string space)
    {
        var text = new StringBuilder("using System;\nusing System.Linq;\nusing System.Collections.Generic;\nusing Sinter;\n\n").Append($"namespace {space};\n\n");
        if (source.Contains("[Network", StringComparison.Ordinal)) return text.Append(source).Append('\n').ToString();
        return text.Append("[Network]\npublic partial class Net\n{\n    ").Append(source.Replace("\n", "\n    ")).Append("\n}\n").ToString();
    }

    public override string ToString() => Name;
}
