namespace Sinter.Claims.Page;

/// <summary>The page of claims, <c>docs/claims.md</c>.</summary>
public sealed class PageTests
{
    /// <summary>When the page has to change, what it should be is written beside it; to accept that, rename it.</summary>
    [Fact]
    public void Page_IsWhatTheClaimsMeasure()
    {
        var (page, received) = (Path.Combine(Sources.Root, "docs", "claims.md"), Path.Combine(Sources.Root, "docs", "claims.received.md"));
        var text = ClaimsPage.Write();
        if (File.Exists(page) && File.ReadAllText(page).ReplaceLineEndings("\n") == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        var lines = File.Exists(page) ? File.ReadAllLines(page) : [];
        Assert.Fail($"{page} differs from what was measured, {received}:\n{string.Join('\n', text.Split('\n').Except(lines))}");
    }

    [Fact]
    public void EveryRecordedClaim_HasAFigure() => Assert.Empty(
        ClaimsPage.Claims.Where(claim => claim.Attribute.IsRecorded && Recorded.Read(claim.Method.DeclaringType!, claim.Method.Name) is null)
            .Select(claim => $"{claim.Method.DeclaringType!.Name}.{claim.Method.Name}"));

    [Fact]
    public void NoFigureIsLeftOver()
    {
        var tests = ClaimsPage.Claims.Where(claim => claim.Attribute.IsRecorded).Select(claim => $"{claim.Method.DeclaringType!.Name}.{claim.Method.Name}.txt");
        Assert.Empty(Directory.GetFiles(Path.Combine(Sources.Project, "Recorded")).Select(path => Path.GetFileName(path)).Except(tests));
    }
}
