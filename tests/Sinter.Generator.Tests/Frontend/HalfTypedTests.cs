using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Frontend;
using Sinter.Graphs;

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

    private const string Sequence = """
        using Sinter;
        [Network, Dim("T", Max = 8, Min = 1), Decode(16)]
        partial class Writer
        {
            static Tensor Define([Shape("T")] Tokens text) => text.Embedding(9, 4).GptBlock(2, name: "h").LlamaBlock(2, 6, groups: 1).Linear(9);
            static Tensor Loss(Tensor y, [Shape("T")] Tokens next) => y.CrossEntropy(next, axis: -1);
        }
        [Network, Dim("T", Max = 8)]
        partial class Reader
        {
            static (Tensor all, Tensor last) Define([Shape("T", 4)] Tensor x, [Shape] Tokens lengths)
            {
                var (outputs, hidden, _) = x.Lstm(3, lengths: lengths, bidirectional: true);
                var (_, last) = outputs.Scan(outputs.Zeros(4), (step, h) => { var next = (step.Linear(4, name: "w") + h).Tanh(); return (next, next); });
                return (outputs.MultiHeadAttention(2, lengths: lengths), last);
            }
        }
        """;

    [Fact]
    public void WholeFile_IsRight() => Assert.All(ReadAll(Network).Concat(ReadAll(Sequence)), reading => Assert.Empty(reading.Errors));

    [Fact]
    public void EveryPrefixOfSequenceNetworks_IsAnswered()
    {
        for (var length = 0; length < Sequence.Length; length++) Check(Sequence.Substring(0, length));
    }

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
