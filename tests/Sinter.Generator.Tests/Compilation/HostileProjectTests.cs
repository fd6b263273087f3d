using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Tests.Generated;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>Projects, settings and spellings that are unusual, but right: nothing in them is worth a warning.</summary>
public sealed class HostileProjectTests
{
    /// <summary>The oldest C# that generated code compiles with; the package asks for it.</summary>
    private const LanguageVersion Floor = LanguageVersion.CSharp13;

    private const string Members = """
            private static Tensor Define([Shape(2, 6, 6)] Tensor image)
            {
                var y = image.Conv2d(8, kernel: 3, padding: 1, name: "conv").BatchNorm2d().LeakyRelu(0.125f).MaxPool2d(2);
                return (y.Flatten().Linear(5, name: "fc") * 1.5f).Dropout(0.25f);
            }
            private static Tensor Loss(Tensor logits, [Shape] Tokens label) { return logits.CrossEntropy(label); }
        """;

    private const string Network = "using Sinter;\nnamespace Shop\n{\n    [Network]\n    internal sealed partial class Net\n    {\n" + Members + "\n    }\n}\n";

    private const string Sequences = """
        using Sinter;
        namespace Shop
        {
            [Network, Dim("T", Max = 8), Decode(16)]
            internal sealed partial class Writer
            {
                private static Tensor Define([Shape("T")] Tokens text) { return text.Embedding(11, 8).GptBlock(2, name: "h").LlamaBlock(2, 12).Linear(11); }
                private static Tensor Loss(Tensor logits, [Shape("T")] Tokens next) { return logits.CrossEntropy(next, axis: -1); }
            }
            [Network, Dim("T", Max = 8)]
            internal sealed partial class Reader
            {
                private static (Tensor outputs, Tensor last) Define([Shape("T", 4)] Tensor x, [Shape] Tokens lengths)
                {
                    var all = x.Lstm(6, lengths: lengths, bidirectional: true).Outputs.Gru(5).Outputs;
                    return (all, all.Rnn(3).Hidden);
                }
                private static Tensor Loss(Tensor outputs, Tensor last) { return outputs.Square().Mean() + last.Mean(); }
            }
        }
        """;

    public static TheoryData<string, string> Spellings => new()
    {
        { "block namespace", Network },
        { "file-scoped namespace", "using Sinter;\nnamespace Shop;\n[Network]\npublic partial class Net\n{\n" + Members + "\n}\n" },
        { "no namespace", "using Sinter;\n[Network]\npublic partial class Net\n{\n" + Members + "\n}\n" },
        { "nested namespaces", "using Sinter;\nnamespace A.B { namespace C.D {\n[Network]\npublic partial class Net\n{\n" + Members + "\n}\n} }" },
        { "namespaces named like others", "using Sinter;\nnamespace My.System.Sinter.Runtime;\n[Network]\npublic partial class Net\n{\n" + Members + "\n}\nclass Math { } class MathF { } class Span { } class MatMul { } class InferenceSession { } class Vector { }" },
        { "nested", Nested("public partial class Outer") },
        { "nested in a generic class", Nested("public partial class Outer<TItem, @class> where TItem : struct") },
        { "nested in a static class", Nested("internal static partial class Outer") },
        { "nested in a struct", Nested("public readonly partial record struct Outer(int A)") },
        { "nested in an interface", Nested("public partial interface IOuter<T>") },
        { "nested in a record", Nested("public partial record Outer") },
        { "private", "using Sinter;\npublic partial class Outer\n{\n[Network]\nprivate sealed partial class Net\n{\n" + Members + "\n}\npublic static void Use() => new Net(1).CreateSession().Dispose();\n}\n" },
        { "several declarations", "using Sinter;\n[Network]\npublic sealed partial class Net\n{\n" + Members + "\n}\npublic partial class Net { public int Count => 3; }\npartial class Net { }" },
        { "a record", "using Sinter;\n[Network]\npublic partial record Net\n{\n" + Members + "\n}\n" },
        { "a base class and an interface", "using Sinter;\nusing System;\npublic class Base { }\n[Network]\npublic partial class Net : Base, ICloneable\n{\npublic object Clone() => this;\n" + Members + "\n}\n" },
        { "names that are keywords", "using Sinter;\nnamespace @namespace.@int;\n[Network]\npublic partial class @class\n{\nprivate static (Tensor @out, Tensor @ref) Define([Shape(3)] Tensor @in, [Shape] Tokens @params) => (@in.Linear(2), @params.Embedding(4, 2));\nprivate static Tensor Loss(Tensor @out, Tensor @ref, [Shape] Tokens @is) => @out.CrossEntropy(@is) + @ref.Mean();\n}\n" },
        { "names of many alphabets", "using Sinter;\nnamespace Größe.网络;\n[Network, Dim(\"Длина\", Max = 6)]\npublic partial class Σύνολο\n{\nprivate static (Tensor καλό, Tensor результат) Define([Shape(\"Длина\", 3)] Tensor 入力, [Shape] Tokens ñandú) => (入力.Linear(2, name: \"слой\"), ñandú.Embedding(4, 2, name: \"表\"));\nprivate static Tensor Loss(Tensor καλό, Tensor результат) => καλό.Mean() + результат.Mean();\n}\n" },
        { "names that mean something to XML and to C#", "using Sinter;\n[Network]\npublic partial class Net\n{\nprivate static Tensor Define([Shape(3)] Tensor x) => x.Linear(4, name: \"a<b>&\\\"c\\\"\").Relu(name: \"*/ {0} <!--\").Linear(2, name: \"--> \\\\ \\u00e9]]>\");\nprivate static Tensor Loss(Tensor y) => y.Mean();\n}\n" },
        { "arguments named like generated members", "using Sinter;\n[Network]\npublic partial class Net\n{\nprivate static (Tensor batch, Tensor output) Define([Shape(3)] Tensor session, [Shape(3)] Tensor maxBatch, [Shape(3)] Tensor frame) => (session.Linear(2), maxBatch * frame);\nprivate static Tensor Loss(Tensor batch, Tensor output, [Shape(3)] Tensor loss, [Shape(2)] Tensor workspace) => (batch * workspace).Mean() + (output * loss).Mean();\n}\n" },
        { "sequences", Sequences },
        { "CRLF", Network.Replace("\n", "\r\n") + Sequences.Replace("\n", "\r\n").Replace("using Sinter;", "") },
        { "CR", Network.Replace("\n", "\r") },
        { "attributes", "using Sinter;\n[Network, Input(4)]\n[Linear(3, Name = \"fc\"), Gelu(GeluApproximation.Tanh), Dropout(0.25f), Linear(2)]\n[CrossEntropyLoss]\npublic partial class Net { }" },
    };

    public static TheoryData<LanguageVersion, NullableContextOptions, bool, bool> Settings => new()
    {
        { Floor, NullableContextOptions.Disable, false, false },
        { Floor, NullableContextOptions.Enable, true, true },
        { LanguageVersion.CSharp13, NullableContextOptions.Annotations, false, true },
        { LanguageVersion.Latest, NullableContextOptions.Enable, true, false },
        { LanguageVersion.Preview, NullableContextOptions.Enable, true, true },
    };

    public static TheoryData<string, string, string, string> Cultures => new()
    {
        { "German", ",", ".", "-" },
        { "Swedish", ",", "\u00A0", "\u2212" },
        { "Arabic", "\u066B", "\u066C", "\u061C-" },
        { "Persian", "/", "\u066C", "\u200E\u2212" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void UnusualSource_CompilesWithoutAWarning(string what, string source)
    {
        _ = what;
        AssertClean(UserCompilation.Of(source));
    }

    [Theory]
    [InlineData("a\\nb", "000A")]
    [InlineData("a\\r", "000D")]
    [InlineData("a\\u2028b", "2028")]
    [InlineData("a\\u0085b", "0085")]
    [InlineData("a\\0b", "0000")]
    public void NameOfSeveralLines_IsRefused(string name, string code)
    {
        foreach (var layer in new[] { $"x.Linear(4, name: \"{name}\")", $"x.Relu(name: \"{name}\")", $"x.Scope(\"{name}\", y => y.Relu())", $"x + x.Parameter(\"{name}\", [3])" })
        {
            var compilation = UserCompilation.Of($"using Sinter;\n[Network] public partial class Net {{ static Tensor Define([Shape(3)] Tensor x) => {layer}; }}");
            var error = Assert.Single(compilation.Analyze());
            Assert.Equal(("SNT1003", $"The name 'a…' contains a line break or another control character (U+{code}); leave it out."), (error.Id, error.GetMessage()));
            Assert.DoesNotContain(compilation.Compilation.GetDiagnostics(), compilation.IsGenerated);
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void UnusualSettings_CompileWithoutAWarning(LanguageVersion language, NullableContextOptions nullable, bool isChecked, bool allowsUnsafe)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, checkOverflow: isChecked, allowUnsafe: allowsUnsafe, warningLevel: 9999, nullableContextOptions: nullable,
            optimizationLevel: isChecked ? OptimizationLevel.Debug : OptimizationLevel.Release);
        AssertClean(UserCompilation.Of([Network, Sequences], new CSharpParseOptions(language, DocumentationMode.Diagnose), options));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void UnusualCulture_ReadsAndWritesTheSame(string name, string decimals, string groups, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) = (decimals, groups, minus);
        culture.NumberFormat.PositiveInfinitySymbol = name;
        const string numbers = """
            using Sinter;
            [Network] public partial class Net
            {
                static Tensor Define([Shape(4)] Tensor x)
                {
                    for (var i = -1; i < 2; i++) x = x.Linear(1200 + i, name: $"layer{i}.{-1.5f}.{1234.5}.{i:N0}") * -0.25f;
                    return x.Clamp(float.NegativeInfinity, 1e30f).Linear(int.Parse("-2") + "I".ToLowerInvariant().Length + 3);
                }
                static Tensor Loss(Tensor y) => y.Mean() * 1.5f;
            }
            """;
        var expected = Texts(numbers, CultureInfo.InvariantCulture);
        Assert.Contains("layer-1.-1.5.1234.5.-1", expected);
        Assert.Equal(expected, Texts(numbers, culture));
    }

    private static string Nested(string outer) => "using Sinter;\nnamespace Shop;\n" + outer + "\n{\n[Network]\npublic partial class Net\n{\n" + Members + "\n}\n}\n";

    // Generated code and what is reported, both by a thread of the culture.
    private static string Texts(string source, CultureInfo culture)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
            var compilation = UserCompilation.Of(source);
            Assert.Null(compilation.Exception);
            var wrong = UserCompilation.Of(source.Replace("Linear(1200 + i", "Linear(i"));
            return string.Join("\n", compilation.Generated.Concat(compilation.Onnx).Concat(wrong.Generated).Select(tree => tree.ToString()));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static void AssertClean(UserCompilation compilation)
    {
        Assert.Null(compilation.Exception);
        Assert.NotEmpty(compilation.Lowered);
        Assert.All(compilation.Lowered, lowered => Assert.True(lowered.Inference is not null && lowered.Training is not null, string.Join("\n", lowered.Errors)));
        var complaints = compilation.Compilation.GetDiagnostics().Concat(compilation.Analyze())
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && (diagnostic.Id != "CS1591" || compilation.IsGenerated(diagnostic)));
        Assert.Empty(complaints);
    }
}
