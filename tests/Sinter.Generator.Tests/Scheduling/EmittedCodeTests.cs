using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Planning;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Scheduling;

/// <summary>Generated code does not depend on where it is generated, nor does it get in the way where it is compiled.</summary>
public sealed class EmittedCodeTests
{
    public static TheoryData<NullableContextOptions, bool> Options => new()
    {
        { NullableContextOptions.Enable, true },
        { NullableContextOptions.Disable, false },
        { NullableContextOptions.Disable, true },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public void AnyOptions_CompileWithoutAWarning(NullableContextOptions nullable, bool isChecked)
    {
        var options = NetworkAssembly.Strict.WithNullableContextOptions(nullable).WithOverflowChecks(isChecked);
        Assert.Empty(NetworkAssembly.Diagnose(Cases(), options));
    }

    [Fact]
    public void AnyCulture_GivesTheSameText()
    {
        var expected = Cases().Select(Text).ToArray();
        var before = CultureInfo.CurrentCulture;
        try
        {
            // As Swedish writes numbers, and a few signs more.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NegativeSign = "\u2212";
            culture.NumberFormat.NumberDecimalSeparator = ",";
            culture.NumberFormat.NumberGroupSeparator = "\u00A0";
            culture.NumberFormat.PositiveInfinitySymbol = "∞";
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(expected, Cases().Select(Text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void TheSameNetwork_GivesTheSameText() => Assert.Equal(Cases().Select(Text), Cases().Select(Text));

    [Fact]
    public void EveryCall_NamesTheFingerprintOfItsTables_AndNoTwoNetworksHaveTheSame()
    {
        var fingerprints = new HashSet<string>();
        foreach (var text in Cases().Concat(Cases().Take(3).Select(network => network with { Options = PassOptions.Without(PlanMemory.Name) })).Select(Text).Distinct())
        {
            var begins = Regex.Matches(text, @"\bBegin(Step)?\(fingerprint: (0x[0-9A-F]{16}), ");
            var table = Assert.Single(Regex.Matches(text, @"\bFingerprint = (0x[0-9A-F]{16}),"));
            Assert.Equal(Regex.Count(text, @"public void (Forward|Decode)\(|private float Compute\("), begins.Count);
            Assert.All(begins, begin => Assert.Equal(table.Groups[1].Value, begin.Groups[2].Value));
            Assert.True(fingerprints.Add(table.Groups[1].Value));
            Assert.DoesNotContain(text, letter => char.IsControl(letter) && letter != '\n');
        }
    }

    private static IEnumerable<NetworkCase> Cases() => Zoo.Networks.Select(network => new NetworkCase(network.Name, network.Graph, PassOptions.Default));

    private static string Text(NetworkCase @case) => NetworkCompiler.Emit(@case.Lower(), CancellationToken.None).Text;
}
