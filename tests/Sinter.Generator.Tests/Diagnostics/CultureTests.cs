using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Levels;
using Sinter.Generator.Frontend;
using Sinter.Generator.Tests.CodeFixes;
using Sinter.Generator.Tests.Frontend;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>
/// Messages, generated text and code fixes are the same whatever culture the author's machine has. The tests run without the data of
/// cultures, so those that write numbers in another way are made by hand.
/// </summary>
public sealed class CultureTests
{
    private static readonly Dictionary<string, CultureInfo> Cultures = new()
    {
        ["sv-SE"] = Culture("\u2212", ",", "\u00a0"),
        ["ar-SA"] = Culture("\u061c-", "\u066b", "\u066c"),
        ["fa-IR"] = Culture("\u200e\u2212", "\u066b", "\u066c"),
        ["tr-TR"] = Culture("-", ",", "."),
    };

    private static readonly Lazy<CSharpCompilation> Wrong = new(() => Compile(DiagnosticCases.All.Select(@case => @case.Source)));
    private static readonly Lazy<CSharpCompilation> Right = new(() => Compile(DiagnosticCases.All.Select(@case => @case.Mended)));

    // Numbers below zero and fractions, of which the other sources have few.
    private static readonly string[] Numbers =
    [
        "x.Dropout(-1.5f)", "x.Dropout(1.5f)", "x.Reshape(-7, -3)", "x.Reshape(5, -2)", "x.Permute(0, -1)", "x.Sum([-5])", "x.Slice(-2, 0, 9)", "x.Slice(0, -9, -3)", "x.Concat(x, axis: -4)",
        "x.Elu(-0.25f)", "x.Conv2d(-3, kernel: -2)", "x.Conv2d(8, kernel: 3, stride: -1)", "x.LayerNorm(-2)", "x.Linear(-3)", "x.Unsqueeze(-9)", "x.LeakyRelu(float.NegativeInfinity)",
    ];

    public static TheoryData<string> Names => [.. Cultures.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Messages_AreTheSame(string culture)
    {
        var expected = Messages(Wrong.Value);
        Assert.InRange(expected.Count, DiagnosticCases.All.Count * 9 / 10, int.MaxValue);
        Assert.Equal(expected, In(culture, () => Messages(Wrong.Value)));
        Assert.Equal(Refused(), In(culture, Refused));
        Assert.Contains("-1.5", Refused()[0], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void GeneratedText_IsTheSame(string culture)
    {
        // Of all networks together, each in one of the cultures.
        var spaces = Enumerable.Range(0, DiagnosticCases.All.Count).Where(index => index % Cultures.Count == Cultures.Keys.ToList().IndexOf(culture)).Select(index => $"Case{index}").ToHashSet();
        Assert.Equal(Texts(spaces), In(culture, () => Texts(spaces)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task CodeFixes_AreTheSame(string culture)
    {
        const string Source = "[Network] partial class Net { static Tensor Define([Shape(12, 10)] Tensor x) => x.MultiHeadAttention(heads: 3); }";
        var expected = await CodeFixTests.Offers(Source);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await In(culture, () => CodeFixTests.Offers(Source)));
    }

    private static CultureInfo Culture(string negative, string point, string group)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        var format = culture.NumberFormat;
        (format.NegativeSign, format.NumberDecimalSeparator, format.NumberGroupSeparator) = (negative, point, group);
        (format.PercentDecimalSeparator, format.CurrencyDecimalSeparator, format.NegativeInfinitySymbol, format.NaNSymbol) = (point, point, negative + "\u221e", "nan");
        return culture;
    }

    private static T In<T>(string culture, Func<T> action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = Cultures[culture];
        try
        {
            // The culture is another one indeed.
            Assert.NotEqual("-1.5", (-1.5).ToString(CultureInfo.CurrentCulture));
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static CSharpCompilation Compile(IEnumerable<string> sources) => Source.Compile([.. sources.Select((source, index) => DiagnosticCase.File(source, $"Case{index}"))]);

    private static IEnumerable<NetworkReading> Readings(CSharpCompilation compilation) => compilation.GetSymbolsWithName(_ => true, Microsoft.CodeAnalysis.SymbolFilter.Type)
        .OfType<Microsoft.CodeAnalysis.INamedTypeSymbol>()
        .Where(type => type.GetAttributes().Any(data => data.AttributeClass?.Name == nameof(NetworkAttribute)))
        .OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal)
        .Select(type => NetworkReader.Read(type, compilation, CancellationToken.None));

    private static List<string> Messages(CSharpCompilation compilation) =>
        [.. Readings(compilation).SelectMany(reading => reading.Errors.Concat(reading.Warnings).Select(error => $"{error.Id}: {error.Message}"))];

    private static List<string> Texts(HashSet<string> spaces) => [.. Readings(Right.Value)
        .Where(reading => spaces.Contains(reading.Model.Declaration.Namespace))
        .Select(reading => NetworkCompiler.Emit(NetworkCompiler.Lower(reading.Model, CancellationToken.None), CancellationToken.None).Text)];

    private static List<string> Refused() =>
    [
        .. Numbers.Select(call => Source.Read(Source.Compile($"using Sinter; [Network] partial class Net {{ static Tensor Define([Shape(4, 6)] Tensor x) => {call}; }}")))
            .SelectMany(reading => reading.Errors.Select(error => error.Message)),
    ];
}
