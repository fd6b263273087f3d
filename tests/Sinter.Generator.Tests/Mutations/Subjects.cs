using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Sinter.Generator.Frontend;

namespace Sinter.Generator.Tests.Mutations;

/// <summary>A source with networks to be changed.</summary>
/// <param name="Name">Where it is from.</param>
/// <param name="Text">What is changed.</param>
/// <param name="Others">What it needs and is not changed.</param>
internal sealed record Subject(string Name, string Text, params string[] Others);

/// <summary>The networks of the samples and of the tests, with extents small enough to be interpreted a thousand times.</summary>
internal static partial class Subjects
{
    private const string Usings = "global using System; global using System.Linq; global using System.Collections.Generic; global using Sinter;";

    // Instead of the samples' own: the same names, smaller.
    private const string Sizes = """
        namespace CharRnn.Networks
        {
            internal static class Sizes
            {
                public const int Characters = 13, RecurrentContext = 5, Hidden = 9, Layers = 2, Embedding = 6, GptContext = 6, GptFeatures = 16, GptBlocks = 2;
            }
        }
        namespace Sentiment.Data
        {
            internal static class Vocabulary { public const int Size = 17; }
            internal static class ReviewSet { public const int MaxLength = 12; }
        }
        namespace AttentionMap.Language
        {
            internal static class Lexicon { public const int MaxWords = 9; }
        }
        """;

    public static IReadOnlyList<Subject> All { get; } =
    [
        .. Files(
            "samples/Digits/Networks/LeNet5.cs", "samples/Digits/Networks/Mlp.cs", "samples/Zoo/Networks/Vision/SimpleCnn.cs", "samples/Digits/Networks/KernelSweep.cs",
            "samples/CharRnn/Networks/LstmNetwork.cs", "samples/CharRnn/Networks/GruNetwork.cs", "samples/CharRnn/Networks/RnnNetwork.cs", "samples/CharRnn/Networks/GptNetwork.cs",
            "samples/Sentiment/Networks/LstmClassifier.cs", "samples/Sentiment/Networks/RnnClassifier.cs", "samples/Sentiment/Networks/TransformerClassifier.cs",
            "samples/Stories/Stories260K.cs", "samples/AttentionMap/ReferenceNetwork.cs",
            "samples/Zoo/Networks/Vision/LeNet5.cs", "tests/Sinter.Golden.Tests/Networks/LinearRegression.cs", "tests/Sinter.Golden.Tests/Networks/Adding.cs",
            "tests/Sinter.Golden.Tests/Networks/ResidualBlock.cs", "tests/Sinter.Golden.Tests/Networks/SeparableBlock.cs",
            "tests/Sinter.Golden.Tests/Networks/Tagger.cs", "tests/Sinter.Golden.Tests/Networks/Writer.cs"),
        new("two outputs, a loop and a cell", """
            namespace Tests;

            [Network, Dim("T", Max = 7, Min = 2)]
            public partial class Reader
            {
                private static readonly (int Width, float Rate)[] Stages = [(8, 0.5f), (6, 0.25f)];

                static (Tensor logits, Tensor all) Define([Shape("T")] Tokens text, [Shape] Tokens lengths)
                {
                    var x = text.Embedding(20, 8).TransformerEncoderLayer(heads: 2, feedForward: 12, lengths: lengths);
                    foreach (var (width, rate) in Stages) x = x.Scope($"stage{width}", s => Block(s, width, rate));
                    var (outputs, hidden, cell) = x.Lstm(5, bidirectional: true, lengths: lengths);
                    var (all, last) = outputs.Scan(outputs.Zeros(6), (step, h) =>
                    {
                        var forget = (step.Linear(6, name: "wf") + h.Linear(6, bias: false, name: "uf")).Sigmoid();
                        var next = h + forget * (step.Linear(6, name: "wh") - h);
                        return (next, next);
                    });
                    return (last.Linear(2), all);
                }

                static Tensor Block(Tensor x, int width, float rate) => x.LayerNorm().Linear(width).Gelu().Dropout(rate) + (x.Shape[1] == width ? x : x.Linear(width, bias: false));

                static Tensor Loss(Tensor logits, Tensor all, [Shape] Tokens label) => logits.CrossEntropy(label) + all.Square().Mean() * 0.1f;
            }
            """, Usings),
        new("images and attributes", """
            namespace Tests
            {
                [Network, Input(3, 8, 8)]
                [Conv2d(6, 3, padding: 1, Name = "stem"), BatchNorm2d, Relu, MaxPool2d(2)]
                [Conv2d(8, 3, stride: 2), LeakyRelu(0.1f), Flatten, Dropout(0.2f), Linear(4)]
                [CrossEntropyLoss]
                public partial class Stack;

                [Network]
                partial class Outer
                {
                    static Tensor Define([Shape(4, 6, 6)] Tensor image, [Shape(4)] Tensor scale)
                    {
                        var y = image.GroupNorm(2).Conv2d(8, kernel: 3, padding: 1, groups: 2).Relu6();
                        y = y.AvgPool2d(2).Concat(y.MaxPool2d(2), axis: 0) * 0.5f;
                        var weights = y.GlobalAvgPool2d().Linear(4).Sigmoid() * scale;
                        return (y.Reshape(4, 4, 9).Sum(1) * weights.Unsqueeze(1)).Permute(1, 0).Flatten().Linear(3);
                    }

                    static Tensor Loss(Tensor y, [Shape(3)] Tensor target) => y.Huber(target);
                }
            }
            """, Usings),
    ];

    private static IEnumerable<Subject> Files(params string[] names) => names.Select(name => new Subject(name, Smaller(File.ReadAllText(Path.Combine(Root(), name))), Usings, Sizes));

    // Images of the digits and other extents that the interpreter would take long for.
    private static string Smaller(string text)
    {
        text = text.Replace("MaxLength = 512, Vocabulary = 512, Features = 64, Blocks = 5", "MaxLength = 12, Vocabulary = 21, Features = 32, Blocks = 2");
        text = text.Replace("Steps = 200", "Steps = 6").Replace("Hidden = 64", "Hidden = 7").Replace("MaxLength = 32", "MaxLength = 9").Replace("Features = 128", "Features = 16");
        text = text.Replace("1, 28, 28", "1, 18, 18").Replace("Linear(120", "Linear(20").Replace("Conv2d(32", "Conv2d(7").Replace("Conv2d(64", "Conv2d(9").Replace(", 128, name", ", 12, name").Replace("784", "64");
        return Line().Replace(text, "\n");
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(here, "..", "..", "..", ".."));

    [GeneratedRegex("\r\n")]
    private static partial Regex Line();
}
