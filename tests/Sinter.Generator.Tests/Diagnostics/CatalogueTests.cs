using Sinter.Generator.Diagnostics;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Snapshots;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>The page that help links lead to.</summary>
public sealed class CatalogueTests
{
    /// <summary>When the page has to change, what it should be is written beside it; to accept that, rename it.</summary>
    [Fact]
    public void Page_IsWhatTheCatalogueSays() =>
        Snapshot.VerifyFile(CataloguePage.Write(), Path.Combine(Source.Root("docs"), "diagnostics.md"), Path.Combine(Source.Root("docs"), "diagnostics.received.md"));

    [Fact]
    public void EveryHelpLink_LeadsToAHeading()
    {
        var headings = CataloguePage.Write().Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).Select(line => "docs/diagnostics.md#" + line[4..].ToLowerInvariant()).ToHashSet();
        Assert.All(DiagnosticDescriptors.All, descriptor => Assert.Contains(descriptor.HelpLinkUri, headings));
    }
}
