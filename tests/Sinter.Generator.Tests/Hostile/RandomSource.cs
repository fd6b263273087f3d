using System.Globalization;
using System.Reflection;

namespace Sinter.Generator.Tests.Hostile;

/// <summary>Networks whose attributes and calls get whatever C# lets them get: nothing, extreme numbers, names that are none.</summary>
internal sealed class RandomSource(Random random)
{
    private static readonly int[] Numbers = [int.MinValue, -2, -1, 0, 1, 1, 2, 2, 3, 4, 8, 1 << 15, 1 << 16, 1_000_000_000, 1 << 30, int.MaxValue];
    private static readonly string[] Fractions = ["0f", "1f", "0.5f", "-1f", "float.NaN", "float.PositiveInfinity", "float.MaxValue", "1e-38f"];
    private static readonly string[] Texts = ["null!", "\"\"", "\"T\"", "\"a\"", "\"class\"", "\"a b\"", "\"x\\n\"", "\"\\ud800\"", "\"B\"", "\"é.1\"", "nameof(Net)"];

    private static readonly Type[] Attributes =
    [
        .. typeof(Tensor).Assembly.GetExportedTypes().Where(type => type.Namespace == nameof(Sinter) && typeof(LayerAttribute).IsAssignableFrom(type) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static readonly Type[] Losses =
    [
        .. typeof(Tensor).Assembly.GetExportedTypes().Where(type => type.Namespace == nameof(Sinter) && typeof(LossAttribute).IsAssignableFrom(type) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    private static readonly MethodInfo[] Calls =
    [
        .. typeof(Tensor).Assembly.GetExportedTypes().Where(type => type.Namespace == nameof(Sinter) && type.IsAbstract && type.IsSealed)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => !method.IsGenericMethod && method.ReturnType == typeof(Tensor) && method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(Tensor))
            .OrderBy(method => method.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>A network that is a list of attributes.</summary>
    public string OfAttributes()
    {
        var parts = new List<string> { Chance(8) ? "Network(Exact = true)" : "Network" };
        while (Chance(3)) parts.Add($"Dim({Text()}{(Chance(8) ? "" : $", Max = {Number()}")}{(Chance(3) ? $", Min = {Number()}" : "")}{(Chance(3) ? $", MultipleOf = {Number()}" : "")})");
        parts.Add(Input());
        for (var count = random.Next(4); count >= 0; count--) parts.Add(Attribute(Attributes[random.Next(Attributes.Length)]));
        if (Chance(3)) parts.Add(Attribute(Losses[random.Next(Losses.Length)]));
        if (Chance(5)) parts.Add($"Decode({Number()})");
        if (Chance(6)) parts.Add($"Algorithm({Text()}, {Enum(typeof(ConvolutionAlgorithm))})");
        return $"[{string.Join("] [", parts)}] public partial class Net {{ }}";
    }

    /// <summary>A network that is a method.</summary>
    public string OfCalls()
    {
        var chain = string.Concat(Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Call(Calls[random.Next(Calls.Length)])));
        var loss = Chance(4) ? " static Tensor Loss(Tensor y) => y.Mean();" : "";
        var dim = Chance(2) ? $", Dim(\"T\", Max = {Pick(["1", "9", "65536", "int.MaxValue"])})" : ", Dim(\"T\", Max = 8)";
        return $"[Network{dim}{(Chance(6) ? $", Decode({Number()})" : "")}] public partial class Net {{ static Tensor Define([Shape({Extents()})] Tensor x) => x{chain};{loss} }}";
    }

    private string Input() => random.Next(5) switch
    {
        0 => $"Input({Extents()}, Name = {Text()})",
        1 => $"Input({Extents()}, Tokens = true)",
        2 => Pick(["Input(null!)", "Input(null!, null!)", "Input", "Input(\"T\", null!)", "Input(typeof(int))", "Input(1.5)"]),
        _ => $"Input({Extents()})",
    };

    private string Extents() => random.Next(6) switch
    {
        0 => $"{Number()}, {Number()}",
        1 => "\"T\", 4",
        2 => "3, 8, 8",
        3 => $"{1 << random.Next(1, 20)}, {1 << random.Next(1, 20)}, {1 << random.Next(1, 20)}",
        _ => "4",
    };

    private string Attribute(Type type)
    {
        var constructors = type.GetConstructors();
        var parameters = constructors[random.Next(constructors.Length)].GetParameters();
        var arguments = parameters.TakeWhile(parameter => !parameter.IsOptional || !Chance(3)).Select(parameter => Value(parameter.ParameterType)).ToList();
        if (typeof(LayerAttribute).IsAssignableFrom(type) && Chance(5)) arguments.Add($"Name = {Text()}");
        return $"{type.Name.Replace("Attribute", "")}({string.Join(", ", arguments)})";
    }

    private string Call(MethodInfo method)
    {
        var arguments = method.GetParameters().Skip(1).Where(parameter => !parameter.IsOptional || Chance(3)).Select(parameter => $"@{parameter.Name}: {Value(parameter.ParameterType)}");
        return $".{method.Name}({string.Join(", ", arguments)})";
    }

    private string Value(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(int)) return Number();
        if (plain == typeof(float)) return Pick(Fractions);
        if (plain == typeof(bool)) return Chance(2) ? "true" : "false";
        if (plain == typeof(string)) return Text();
        if (plain == typeof((int, int))) return $"({Number()}, {Number()})";
        if (plain.IsEnum) return Enum(plain);
        if (plain == typeof(int[])) return Pick(["null!", $"new[] {{ {Number()}, {Number()} }}", "new int[0]", $"new[] {{ {Number()} }}"]);
        if (plain == typeof(Tensor)) return Pick(["x", "null!", "x.Relu()", "x.Parameter(\"p\", [4])"]);
        return "default!";
    }

    private string Enum(Type type) => $"({type.Name})({Pick(["0", "1", "2", "99", "-1"])})";

    private string Number()
    {
        var number = Numbers[random.Next(Numbers.Length)];
        return number == int.MinValue ? "int.MinValue" : number.ToString(CultureInfo.InvariantCulture);
    }

    private string Text() => Pick(Texts);

    private string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];

    private bool Chance(int outOf) => random.Next(outOf) == 0;
}
