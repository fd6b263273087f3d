using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Snapshots;

namespace Sinter.Generator.Tests.Axes;

/// <summary>The page of ops, <c>docs/ops.md</c>: every op is computed alone for it, so one that nothing lowers fails here with its name.</summary>
public sealed class OpsPageTests
{
    /// <summary>When the page has to change, what it should be is written beside it; to accept that, rename it.</summary>
    [Fact]
    public void Page_IsWhatTheOpsSay() =>
        Snapshot.VerifyFile(OpsPage.Write(), Path.Combine(Source.Root("docs"), "ops.md"), Path.Combine(Source.Root("docs"), "ops.received.md"));

    [Fact]
    public void EveryOp_IsOnThePage() => Assert.Empty(OpsPage.Missing());
}
