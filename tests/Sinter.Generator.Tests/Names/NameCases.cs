using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Emit;

namespace Sinter.Generator.Tests.Names;

/// <summary>Names that mean something to C#, to generated code or to the runtime, and what a network can call so.</summary>
internal static class NameCases
{
    /// <summary>Every word of C#, reserved or not.</summary>
    public static IReadOnlyList<string> Words { get; } =
    [
        .. SyntaxFacts.GetReservedKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds()).Select(SyntaxFacts.GetText),
        "dynamic", "nint", "nuint", "var", "_", "__", "value", "field", "extension", "args", "this_",
    ];

    /// <summary>What generated code and the classes under it have members, locals and types called.</summary>
    public static IReadOnlyList<string> Members { get; } =
    [
        .. KnownNames.OfPrograms,
        .. new[] { typeof(InferenceSession), typeof(TrainingSession), typeof(DecodingSession), typeof(NetworkSession) }
            .SelectMany(type => type.GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)).Select(member => member.Name),
        .. typeof(InferenceSession).Assembly.GetExportedTypes().Select(type => type.Name.Split('`')[0]),
        "weights", "Info", "Parameters", "States", "Load", "LoadWeights", "Save", "SaveOnnx", "NetOnnx", "Model", "stream", "CreateSession", "Session", "CreateTrainer", "Trainer", "CreateDecoder", "Decoder",
        "Prepare", "Forward", "Step", "ComputeGradients", "Decode", "Samples", "Define", "Loss", "Net", "NetInference", "NetTraining", "NetTables", "NetPreparation",
        "Generated", "Sinter", "System", "Runtime", "Input", "Output", "Name", "seed", "optimizer", "maxBatch", "threads", "path", "source", "options", "precision",
        "frame", "loss", "batch", "sizes", "operands", "row", "column", "sum", "max", "first", "begin", "end", "outer", "partial", "total", "i", "t", "t2", "part", "steps",
        "position", "keys", "band", "rows", "output", "output2", "input", "I", "T", "B", "x", "Epilogue", "Loop", "Rows", "Program",
    ];

    /// <summary>Other alphabets and characters, cases and lengths. Those with a backslash are written that way.</summary>
    public static IReadOnlyList<string> Spellings { get; } =
    [
        "Größe", "变量", "Σ", "ñandú", "ʰ", "ª", "Ⅷ", "ǅ", "İ", "ı", "ſ", "a\u0301", "क्\u200Dष", "x\u203Fy", "x٣", "\\u0041bc", "x\\u0041", "cl\\u0061ss", "_1", "ЖЖ", "net", "NET", "nEt",
        new string('q', 400), new string('变', 300), string.Concat(Enumerable.Repeat("LongName", 60)),
    ];

    /// <summary>All of them, each once.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Concat(Members).Concat(Spellings).Where(IsIdentifier).Distinct()];

    private static bool IsIdentifier(string name) => name.Length > 0 && name.All(c => c != '.' && c != '<' && c != '>' && c != '`');

    /// <summary>A file with networks that call something so, in a namespace of its own.</summary>
    public static string File(string name, int number)
    {
        var (at, text) = ("@" + name, name.Contains('\\') ? "@\"" + name + "\"" : "\"" + name + "\"");
        return $$"""
            using Sinter;
            namespace Class{{number}} { [Network, Input(4, Name = {{text}})] [Linear(2, Name = {{text}}), Relu] [MeanSquaredErrorLoss] public partial class {{at}} { } }
            namespace Space{{number}}.{{at}} { [Network, Input(4)] [Linear(2), Softmax] public partial class Net { } }
            namespace Around{{number}} { public partial class {{at}} { [Network] public partial class Inner { static Tensor Define([Shape(4)] Tensor x) => x.Linear(3).LayerNorm(); } } }
            namespace Argument{{number}}
            {
                [Network] public partial class Net
                {
                    static Tensor Define([Shape(4)] Tensor {{at}}, [Shape] Tokens other) => {{at}}.Linear(3) + other.Embedding(5, 3);
                    static Tensor Loss(Tensor y, Tensor {{at}}, [Shape(3)] Tensor target) => y.MeanSquaredError(target) + {{at}}.Mean();
                }
                [Network] public partial class Learner
                {
                    static Tensor Define([Shape(4)] Tensor x) => x.Linear(3);
                    static Tensor Loss(Tensor y, [Shape] Tokens {{at}}) => y.CrossEntropy({{at}});
                }
            }
            namespace Result{{number}}
            {
                [Network] public partial class Net
                {
                    static (Tensor {{at}}, Tensor second) Define([Shape(4)] Tensor x, [Shape(2)] Tensor z) => (x.Linear(2), z.Tanh());
                    static Tensor Loss(Tensor {{at}}, Tensor second) => {{at}}.Mean() + second.Mean();
                }
                [Network] public partial class Named { [return: Output({{text}})] static Tensor Define([Shape(4)] Tensor x) => x.Sigmoid().Linear(2); }
            }
            namespace Layer{{number}}
            {
                [Network, Dim({{text}}, Max = 6), Decode(9)] public partial class Net
                {
                    static Tensor Define([Shape({{text}}, 3)] Tensor x) =>
                        x.Scope({{text}}, s => s.Linear(3, name: {{text}}).Softmax() + s.Parameter({{text}}, [3])).Relu(name: {{text}}).LayerNorm(name: {{text}}).Linear(2, name: {{text}} + "2");
                    static Tensor Loss(Tensor y) => y.Mean();
                }
                [Network, Dim({{text}}, Max = 6)] public partial class Cells
                {
                    static Tensor Define([Shape({{text}}, 3)] Tensor x) => x.Rnn(3, name: {{text}}).Outputs.Softmax().Max(0);
                }
            }
            """;
    }
}
