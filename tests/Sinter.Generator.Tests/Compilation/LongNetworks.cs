using System.Globalization;

namespace Sinter.Generator.Tests.Compilation;

/// <summary>Networks that are long or deep in different ways, as C#: none may take more than a time in proportion to its length.</summary>
internal static class LongNetworks
{
    /// <summary>The networks by name, and the length of each that a test or a table asks for.</summary>
    public static IReadOnlyList<(string Name, int Length)> All { get; } =
    [
        ("Euler steps", 400), ("Euler steps, trained", 400), ("three uses a step", 400), ("three uses a step, trained", 400),
        ("pointwise", 2000), ("pointwise, trained", 2000), ("functions of a weight", 400), ("functions of a weight, trained", 400), ("functions of places", 400),
        ("Linear", 2000), ("Linear, trained", 2000), ("Linear as attributes", 2000), ("Conv2d", 2000), ("Conv2d, trained", 2000), ("large images", 500),
        ("residual", 1000), ("residual, trained", 1000), ("Conv2d with BatchNorm2d", 500), ("Conv2d with BatchNorm2d, trained", 500),
        ("LayerNorm", 2000), ("LayerNorm, trained", 2000), ("GptBlock", 100), ("GptBlock, trained", 100),
        ("long cell", 400), ("long cell, trained", 400), ("cell of Linear, trained", 200), ("Gru", 200), ("Gru, trained", 100), ("nested scans, trained", 12),
        ("nested scopes", 100), ("nested methods", 60), ("dense", 150), ("dense, trained", 150), ("slices and Concat", 1000), ("slices and Concat, trained", 1000), ("slices of a long product", 400),
        ("many heads, trained", 1000), ("one expression", 200),
    ];

    /// <summary>The source of a network called <c>Net</c>.</summary>
    public static string Source(string name, int length)
    {
        var n = length.ToString(CultureInfo.InvariantCulture);
        var isTrained = name.EndsWith(", trained", StringComparison.Ordinal);
        var stem = isTrained ? name[..^", trained".Length] : name;
        return "using Sinter;\n[Network]\n" + stem switch
        {
            "Euler steps" => Steps("x = x + 0.1f * x.Tanh();"),
            "three uses a step" => Steps("x = x - 0.1f * x * x / (x + 3f);"),
            "pointwise" => Steps("x = (x * 1.01f).Sin();"),
            "functions of a weight" => Define("16", $"var w = x.Parameter(\"w\", [16, 16]); for (var i = 0; i < {n}; i++) w = w + 0.1f * w.Tanh(); return x.Unsqueeze(0).Matmul(w).Flatten().Linear(8);"),
            "functions of places" => Define("16, 8", $"var p = x.Zeros(16, 8).SinusoidalPositions(); for (var i = 0; i < {n}; i++) p = p + 0.1f * p.Tanh(); return (x + p).Flatten().Linear(8);"),
            "Linear" => Steps("x = x.Linear(8).Relu();"),
            "Linear as attributes" => $"[Input(8)]\n{string.Concat(Enumerable.Repeat("[Linear(8)]\n", length))}public partial class Net;",
            "Conv2d" => Define("8, 8, 8", $"for (var i = 0; i < {n}; i++) x = x.Conv2d(8, kernel: 3, padding: 1).Relu(); return x.Flatten().Linear(8);"),
            "large images" => Define("16, 224, 224", $"for (var i = 0; i < {n}; i++) x = x.Conv2d(16, kernel: 3, padding: 1).Relu(); return x.GlobalAvgPool2d().Flatten().Linear(8);"),
            "residual" => Steps("x = x + x.Linear(8).Relu().Linear(8);"),
            "Conv2d with BatchNorm2d" => Define("8, 8, 8", $"for (var i = 0; i < {n}; i++) x = (x + x.Conv2d(8, kernel: 3, padding: 1).BatchNorm2d()).Relu(); return x.Flatten().Linear(8);"),
            "LayerNorm" => Steps("x = x.LayerNorm();"),
            "GptBlock" => Define("16, 8", $"for (var i = 0; i < {n}; i++) x = x.GptBlock(heads: 2); return x.Flatten().Linear(8);"),
            "long cell" => Define("16, 8", $"var (y, _) = x.Scan(x.Zeros(8), (step, state) => {{ state = state + step; for (var i = 0; i < {n}; i++) state = state + 0.1f * state.Tanh(); return (state, state); }}); return y.Flatten().Linear(8);"),
            "cell of Linear" => Define("16, 8", $"var (y, _) = x.Scan(x.Zeros(8), (step, state) => {{ state = state + step; for (var i = 0; i < {n}; i++) state = state.Linear(8).Tanh(); return (state, state); }}); return y.Flatten().Linear(8);"),
            "Gru" => Define("16, 8", $"for (var i = 0; i < {n}; i++) x = x.Gru(8).Outputs; return x.Flatten().Linear(8);"),
            "nested scans" => Class("static Tensor Nest(Tensor x, int depth) => depth == 0 ? x.Linear(2) : x.Scan(x.Zeros(2), (step, state) => { var y = Nest(depth == 1 ? step + state : step, depth - 1); return (y, depth == 1 ? y : state); }).Outputs;\n"
                + $"static Tensor Define([Shape(2)] Tensor x) {{ for (var i = 0; i < {n}; i++) x = x.Unsqueeze(0); return Nest(x, {n}).Flatten().Linear(8); }}"),
            "nested scopes" => Class($"static Tensor Nest(Tensor x, int depth) => depth == 0 ? x : x.Scope(\"s\", y => Nest(y.Linear(8).Relu(), depth - 1));\nstatic Tensor Define([Shape(8)] Tensor x) => Nest(x, {Half(length)});"),
            "nested methods" => Class($"static Tensor Nest(Tensor x, int depth) {{ if (depth == 0) return x; x = x.Scope($\"a{{depth}}\", y => y.Linear(8)); return Nest(x, depth - 1).Relu(); }}\nstatic Tensor Define([Shape(8)] Tensor x) {{ for (var i = 0; i < 20; i++) x = x.Scope($\"r{{i}}\", y => Nest(y, {n})); return x; }}"),
            "dense" => Define("8", $"for (var i = 0; i < {n}; i++) x = Tensor.Concat([x, x.Linear(4).Relu()]); return x.Linear(8);"),
            "slices and Concat" => Define(n, $"var parts = new Tensor[{n}]; for (var i = 0; i < {n}; i++) parts[i] = x.Slice(0, i, i + 1).Tanh(); return Tensor.Concat(parts).Linear(8);"),
            "slices of a long product" => Define("8", $"x = x.Linear(128); for (var i = 0; i < {n}; i++) x = x.Tanh(); return x.Slice(0, 0, 64) * x.Slice(0, 64, 128);"),
            "many heads" => Define("8", $"var sum = x; for (var i = 0; i < {n}; i++) sum = sum + x.Linear(8).Tanh(); return sum.Linear(8);"),
            "one expression" => Class($"static Tensor Define([Shape(8)] Tensor x) => x{string.Concat(Enumerable.Repeat(".Linear(8).Relu()", length))};"),
            _ => throw new ArgumentException($"There is no network '{name}'.", nameof(name)),
        };

        string Steps(string step) => Define("8", $"x = x.Linear(8); for (var i = 0; i < {n}; i++) {{ {step} }} return x.Linear(8);");

        string Define(string shape, string body) => Class($"static Tensor Define([Shape({shape})] Tensor x) {{ {body} }}");

        string Class(string members) =>
            $"public partial class Net\n{{\n{members}\n{(isTrained ? "static Tensor Loss(Tensor output, [Shape(8)] Tensor target) => output.MeanSquaredError(target);" : "")}\n}}\n";
    }

    private static string Half(int length) => (length / 2).ToString(CultureInfo.InvariantCulture);
}
