using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Frontend;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>Code as it looks while it is typed: the frontend answers with errors, never with an exception or an internal error.</summary>
public sealed class HalfTypedTests
{
    private const string Network = """
        using System; using Sinter;
        [Network]
        public partial class Net
        {
            static readonly (int Width, float Rate)[] Stages = [(8, 0.5f), (16, 0.25f)];
            static Tensor Define([Shape(1, 8, 8)] Tensor image)
            {
                var x = image.Conv2d(4, kernel: 3, padding: 1, name: "stem").Relu();
                foreach (var (width, rate) in Stages[..^1])
                    x = x.Scope($"stage{width}", s => Block(s, width) + (s.Shape[0] == width ? s : s.Conv2d(width, 1)));
                return x.Flatten().Linear(Stages is [_, { Width: > 3 } last] ? last.Width : 2);
            }
            static Tensor Block(Tensor x, int width) => width switch { 8 => x.Conv2d(width, 1), _ => throw new ArgumentException("no") };
            static Tensor Loss(Tensor logits, [Shape] Tokens label) => logits.CrossEntropy(label);
        }
        [Network, Input(4)] [Linear(3, Name = "fc"), Gelu(GeluApproximation.Tanh)] [CrossEntropyLoss] partial class Stack;
        """;

    [Fact]
    public void WholeFile_IsRight() => Assert.All(ReadAll(Network), reading => Assert.Empty(reading.Errors));

    [Fact]
    public void EveryPrefix_IsAnswered()
    {
        for (var length = 0; length < Network.Length; length++) Check(Network.Substring(0, length));
    }

    [Fact]
    public void EveryMissingToken_IsAnswered()
    {
        foreach (var token in CSharpSyntaxTree.ParseText(Network).GetRoot().DescendantTokens()) Check(Network.Remove(token.SpanStart, token.Span.Length));
    }

    [Fact]
    public void EveryDoubledToken_IsAnswered()
    {
        foreach (var token in CSharpSyntaxTree.ParseText(Network).GetRoot().DescendantTokens()) Check(Network.Insert(token.SpanStart, token.Text + " "));
    }

    private static void Check(string text)
    {
        foreach (var error in ReadAll(text).SelectMany(reading => reading.Errors))
        {
            Assert.True(error.Id != DiagnosticIds.Internal && !error.Message.Contains("NullReference") && !error.Message.Contains("InvalidCast"), error.Message + "\n" + text);
        }
    }

    private static NetworkReading[] ReadAll(string text)
    {
        var compilation = Source.Compile(text);
        var attribute = compilation.GetTypeByMetadataName(NetworkGenerator.AttributeName);
        return [.. compilation.GlobalNamespace.GetTypeMembers()
            .Where(type => type.GetAttributes().Any(data => SymbolEqualityComparer.Default.Equals(data.AttributeClass, attribute)))
            .Select(type => NetworkReader.Read(type, compilation, CancellationToken.None))];
    }
}
