using System.Globalization;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Compilation;
using Sinter.Generator.Passes;
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

    private static IEnumerable<NetworkCase> Cases() => Zoo.Networks.Select(network => new NetworkCase(network.Name, network.Graph, PassOptions.Default));

    private static string Text(NetworkCase @case) => NetworkCompiler.Emit(@case.Lower(), CancellationToken.None).Text;
}
