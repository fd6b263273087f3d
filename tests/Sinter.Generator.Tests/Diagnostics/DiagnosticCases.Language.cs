namespace Sinter.Generator.Tests.Diagnostics;

/// <content>Cases of C# that cannot be read at build time.</content>
internal static partial class DiagnosticCases
{
    private static DiagnosticCase[] Language =>
    [
        new(
            "SNT3001",
            "the world outside",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(DateTime.Now.Day);",
            "Now",
            "'DateTime.Now' cannot be used in a network definition, which is read at build time.",
            ("DateTime.Now.Day", "31")),
        new(
            "SNT3001",
            "a method of the platform",
            """static Tensor Define([Shape(64)] Tensor x) => x.Linear(Environment.GetEnvironmentVariable("WIDTH")!.Length);""",
            "GetEnvironmentVariable(\"WIDTH\")",
            "The method 'Environment.GetEnvironmentVariable' cannot be used in a network definition, which is read at build time.",
            ("Environment.GetEnvironmentVariable(\"WIDTH\")!.Length", "128")),
        new(
            "SNT3001",
            "what is generated for another network",
            """
            [Network]
            public partial class Net
            {
                static Tensor Define([Shape(64)] Tensor x) => x.Linear(Teacher.Info.Name.Length);
            }

            [Network, Input(64), Linear(10)]
            public partial class Teacher;
            """,
            "Info",
            "'Teacher.Info' is generated from a definition, and cannot be used in one, which is read before; write the value itself.",
            ("Teacher.Info.Name.Length", "7")),
        new(
            "SNT3001",
            "a method that is generated",
            """
            static Tensor Define([Shape(64)] Tensor x) => x.Linear(Load("weights.safetensors").Parameters.Count);
            """,
            "Load(\"weights.safetensors\")",
            "'Net.Load' is generated from a definition, and cannot be used in one, which is read before; write the value itself.",
            ("Load(\"weights.safetensors\").Parameters.Count", "2")),
        new(
            "SNT3001",
            "a field that can change",
            """
            static int width = 128;

            static Tensor Define([Shape(64)] Tensor x) => x.Linear(width);
            """,
            "width",
            "The field 'width' can change while the program runs; a network definition reads only const and static readonly fields.",
            ("static int width", "const int width")),
        new(
            "SNT3001",
            "a property that can change",
            """
            static int Width { get; set; } = 128;

            static Tensor Define([Shape(64)] Tensor x) => x.Linear(Width);
            """,
            "Width",
            "The property 'Width' can change while the program runs; a network definition reads only properties without a setter.",
            ("get; set;", "get;")),
        new(
            "SNT3001",
            "a query expression",
            """
            static Tensor Define([Shape(64)] Tensor x) =>
                x.Linear((from width in new[] { 32, 64 } where width > 32 select width).First());
            """,
            "from width in new[] { 32, 64 } where width > 32 select width",
            "A query expression cannot be used in a network definition, which is read at build time.",
            ("(from width in new[] { 32, 64 } where width > 32 select width).First()", "new[] { 32, 64 }.First(width => width > 32)")),
        new(
            "SNT3002",
            "a loop without end",
            """
            static Tensor Define([Shape(64)] Tensor x)
            {
                for (var i = 0; i < 3; i += 0)
                {
                    x = x.Relu();
                }

                return x;
            }
            """,
            "for (var i = 0; i < 3; i += 0)",
            "The definition takes more than 1,000,000 steps to read. Does a loop never end?",
            ("i += 0", "i += 1")),
        new(
            "SNT3003",
            "a method that calls itself",
            """
            static Tensor Define([Shape(64)] Tensor x) => Blocks(x, 3);

            static Tensor Blocks(Tensor x, int count) => Blocks(x.Relu(), count - 1);
            """,
            "Blocks(x.Relu(), count - 1)",
            "More than 128 calls are nested here. Does 'Blocks' call itself without end?",
            ("=> Blocks(x.Relu(), count - 1)", "=> count == 0 ? x : Blocks(x.Relu(), count - 1)")),
        new(
            "SNT3004",
            "an index",
            """
            static readonly int[] Widths = [64, 32];

            static Tensor Define([Shape(64)] Tensor x)
            {
                for (var i = 0; i <= Widths.Length; i++) x = x.Linear(Widths[i]).Relu();
                return x;
            }
            """,
            "Widths[i]",
            "The definition throws IndexOutOfRangeException: There is no element 2: there are 2.",
            ("i <= Widths", "i < Widths")),
        new(
            "SNT3004",
            "an exception of your own",
            """
            static Tensor Define([Shape(10, 64)] Tensor x) => Halves(x);

            static Tensor Halves(Tensor x) =>
                x.Shape.Rank == 1 ? x.Chunk(2)[0] : throw new ArgumentException($"no halves of {x.Shape.Rank} axes");
            """,
            "throw new ArgumentException($\"no halves of {x.Shape.Rank} axes\")",
            "The definition throws ArgumentException: no halves of 2 axes",
            ("Shape(10, 64)", "Shape(64)")),
        new(
            "SNT3004",
            "an axis",
            "static Tensor Define([Shape(64)] Tensor x) => x.Linear(x.Shape[1]);",
            "x.Shape[1]",
            "The definition throws ArgumentOutOfRangeException: The shape [B, 64] has no dimension 1: it has 1, not counting the batch.",
            ("Shape[1]", "Shape[0]")),
        new(
            "SNT3005",
            "a block of another project",
            "static Tensor Define([Shape(64)] Tensor x) => Shared.Blocks.Residual(x);",
            "Residual(x)",
            """The method 'Blocks.Residual' is compiled already, in 'Shared'; a network definition can call only methods whose source is in the same project. Add the file that has it: <Compile Include="…/Blocks.cs" />.""",
            ("Shared.Blocks.Residual(x);", "Residual(x);\n\n// The method itself, or its file: <Compile Include=\"../Shared/Blocks.cs\" />\nstatic Tensor Residual(Tensor x) => x + x.Linear(64).Relu();")),
    ];
}
