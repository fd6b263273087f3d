using System.Reflection;
using Sinter.Generator.Frontend;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>A definition is charged for what it asks of the base library and of the Dsl, before that is done: whatever the sizes, reading it ends soon and takes little memory.</summary>
public sealed class BudgetTests
{
    // What a million steps may allocate: boxed numbers in lists, and copies of texts.
    private const long MostBytes = 400L << 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("var l = new List<int> { 1, 2 }; for (var i = 0; i < 40; i++) l.AddRange(l); return x * l.Count;")]
    [InlineData("var l = new List<int> { 1, 2 }; for (var i = 0; i < 40; i++) l = l.Concat(l).ToList(); return x * l.Count;")]
    [InlineData("IEnumerable<int> l = [1, 2]; for (var i = 0; i < 40; i++) l = [.. l, .. l]; return x * l.Count();")]
    [InlineData("IEnumerable<int> l = [1, 2]; for (var i = 0; i < 40; i++) l = l.SelectMany(_ => new[] { 1, 2 }); return x * l.Count();")]
    [InlineData("var l = Enumerable.Range(0, 2000).ToList(); return x * l.SelectMany(_ => l).Count();")]
    [InlineData("var l = Enumerable.Range(0, 100000).ToList(); for (var i = 0; i < 100000; i++) l.Insert(0, i); return x;")]
    [InlineData("var l = Enumerable.Range(0, 100000).ToList(); for (var i = 0; i < 50000; i++) l.RemoveAt(0); return x;")]
    [InlineData("var l = new int[100000]; for (var i = 0; i < 50000; i++) Array.Fill(l, i); return x;")]
    [InlineData("var l = new int[100000]; var n = 0; for (var i = 0; i < 50000; i++) n += Array.IndexOf(l, 1); return x * n;")]
    [InlineData("var l = Enumerable.Range(0, 100000).ToList(); for (var i = 0; i < 50000; i++) foreach (var item in l) break; return x;")]
    [InlineData("return x * 5.ToString(\"D999999999\").Length;")]
    [InlineData("return x * $\"{5:D999999999}\".Length;")]
    [InlineData("return x * $\"{5,1000000000}\".Length;")]
    [InlineData("return x * string.Format(\"{0,1000000000}\", 5).Length;")]
    [InlineData("return x * \"a\".PadLeft(1000000000).Length;")]
    [InlineData("return x * new string('x', 1000000000).Length;")]
    [InlineData("return x * string.Join(\",\", new int[900000]).Length;")]
    [InlineData("var s = \"ab\"; for (var i = 0; i < 60; i++) s += s; return x * s.Length;")]
    [InlineData("var s = \"ab\"; for (var i = 0; i < 60; i++) s = string.Concat(s, s); return x * s.Length;")]
    [InlineData("var s = \"ab\"; for (var i = 0; i < 60; i++) s = s.Replace(\"a\", s); return x * s.Length;")]
    [InlineData("var s = new string('{', 100000).Replace(\"{\", \"{0}\"); return x * string.Format(s, new string('x', 100000)).Length;")]
    [InlineData("return x * new int[1000000000].Length;")]
    [InlineData("return x * new int[100000, 100000].Length;")]
    [InlineData("return x * Enumerable.Range(0, 2000000000).Sum();")]
    [InlineData("return x * Enumerable.Repeat(1, 2000000000).Count();")]
    [InlineData("object t = 1; for (var i = 0; i < 60; i++) t = (t, t); return x * $\"{t}\".Length;")]
    [InlineData("object t = 1, u = 1; for (var i = 0; i < 60; i++) { t = (t, t); u = (u, u); } var l = new List<object> { t }; return l.Contains(u) ? x : -x;")]
    [InlineData("object t = 1; for (var i = 0; i < 5000; i++) t = (t, 1); return x * $\"{t}\".Length;")]
    [InlineData("var d = new Dictionary<object, int>(); object t = 1; for (var i = 0; i < 60; i++) t = (t, t); d[t] = 1; return x;")]
    [InlineData("var n = new Node(null, null); for (var i = 0; i < 60; i++) n = new Node(n, n); return x * $\"{n}\".Length;", "record Node(Node? Left, Node? Right);")]
    [InlineData("var n = new Node(null, null); var m = new Node(null, null); for (var i = 0; i < 60; i++) { n = new Node(n, n); m = new Node(m, m); } return n == m ? x : -x;", "record Node(Node? Left, Node? Right);")]
    [InlineData("return x.Unsqueeze(0).Lstm(4, layers: 1000000000).Outputs;")]
    [InlineData("return x * PositionLayers.AlibiSlopes(2000000000).Length;")]
    [InlineData("return x.Zeros(2, 1000000000).SinusoidalPositions();")]
    public void WhatIsTooMuch_IsRefusedBeforeItIsDone(string body, string others = "")
    {
        var (reading, bytes) = Read(body, others);
        var error = Assert.Single(reading.Errors);
        Assert.Contains(error.Id, new[] { DiagnosticIds.Budget, DiagnosticIds.Recursion, DiagnosticIds.Throws, "SNT2002" });
        Assert.InRange(bytes, 0, MostBytes);
    }

    [Fact]
    public void ListThatContainsItself_IsNoTrap()
    {
        var (reading, _) = Read("var l = new List<object>(); l.Add(l); return l.Contains(1) || string.Join(\",\", l).Length == 0 ? x : -x;", "");
        Assert.Empty(reading.Errors);
    }

    [Fact]
    public void EveryMethodOfTheBaseLibrary_IsCheapOrRefused()
    {
        var calls = new[] { typeof(string), typeof(Math), typeof(MathF), typeof(int), typeof(float), typeof(double), typeof(Enumerable), typeof(List<int>), typeof(Dictionary<int, int>), typeof(Array), typeof(int[]), typeof(DateTime), typeof(TimeSpan), typeof(decimal) }
            .SelectMany(Calls).Distinct().ToArray();
        Assert.True(calls.Length > 300);
        var compilation = Source.Compile("using System; using System.Linq; using System.Collections.Generic; using Sinter;\n" + string.Concat(calls.Select((call, index) =>
            $"[Network] partial class N{index} {{ static Tensor Define([Shape(4)] Tensor x) {{ var big = Enumerable.Range(0, 5000).ToList(); var array = big.ToArray(); var text = new string('x', 100000); var table = new Dictionary<int, int>(); object any = big; for (var i = 0; i < 40; i++) {{ {call} }} return x; }} }}\n")));
        for (var index = 0; index < calls.Length; index++)
        {
            using var limit = new CancellationTokenSource(Limit);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                NetworkReader.Read(compilation.GetTypeByMetadataName("N" + index)!, compilation, limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"{calls[index]} has no end.");
            }

            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(bytes < MostBytes, $"{calls[index]} allocates {bytes >> 20} MB.");
        }
    }

    // A statement for each overload; those that C# does not take are not read.
    private static IEnumerable<string> Calls(Type type)
    {
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance).Where(method => !method.IsSpecialName && method.GetParameters().All(parameter => !parameter.ParameterType.IsByRef)))
        {
            var arguments = string.Join(", ", method.GetParameters().Select(parameter => Argument(parameter.ParameterType)));
            var receiver = method.IsStatic ? Name(type) : Argument(type);
            yield return $"{(method.ReturnType == typeof(void) ? "" : "_ = ")}{receiver}.{method.Name}({arguments});";
        }
    }

    private static string Name(Type type) => type == typeof(Array) ? "Array" : type.Name switch { "Int32" => "int", "Single" => "float", "Double" => "double", "String" => "string", "Decimal" => "decimal", var name => name };

    private static string Argument(Type type)
    {
        if (type == typeof(string)) return "text";
        if (type == typeof(char)) return "'x'";
        if (type == typeof(int) || type == typeof(long)) return "1000000000";
        if (type == typeof(float)) return "1e30f";
        if (type == typeof(double)) return "1e300";
        if (type == typeof(decimal)) return "1e20m";
        if (type == typeof(bool)) return "true";
        if (type == typeof(List<int>)) return "big";
        if (type == typeof(Dictionary<int, int>)) return "table";
        if (type == typeof(Array) || type.IsArray) return "array";
        if (typeof(Delegate).IsAssignableFrom(type) && type.GetMethod("Invoke") is { } invoke)
        {
            var parameters = invoke.GetParameters().Select((_, index) => "p" + index).ToArray();
            var result = invoke.ReturnType == typeof(bool) ? "true" : typeof(System.Collections.IEnumerable).IsAssignableFrom(invoke.ReturnType) ? "big" : parameters.Length == 0 ? "1" : parameters[^1];
            return $"({string.Join(", ", parameters)}) => {result}";
        }

        return typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? "big" : type == typeof(object) || type.IsGenericParameter ? "1000000000" : "default!";
    }

    private static (NetworkReading Reading, long Bytes) Read(string body, string others)
    {
        using var limit = new CancellationTokenSource(Limit);
        var compilation = Source.Compile($"using System; using System.Linq; using System.Collections.Generic; using Sinter;\n[Network] public partial class Net {{ static Tensor Define([Shape(4)] Tensor x) {{ {body} }} }}\n{others}");
        compilation.GetDiagnostics(CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = NetworkReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, limit.Token);
        return (reading, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
