using Sinter.Generator.Frontend;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>All mistakes of a network that are independent of one another are found in one reading, and no consequence of any.</summary>
public sealed class IndependentErrorTests
{
    [Theory]
    [InlineData("var a = x.Linear(-1, name: \"a\"); var b = x.Linear(0, name: \"b\"); return a + b;", "SNT2002 Linear(-1, name: \"a\")", "SNT2002 Linear(0, name: \"b\")")]
    [InlineData("return x.Linear(-1).Relu().Reshape(7).Linear(3);", "SNT2002 Linear(-1)")]
    [InlineData("return x.Linear(-1) + x.Reshape(3);", "SNT2002 Linear(-1)", "SNT2001 Reshape(3)")]
    [InlineData("x = x.Linear(-1); if (x.Shape[1] > 3) x = x.Reshape(7); return x.Reshape(7);", "SNT2002 Linear(-1)")]
    [InlineData("x = x.Linear(-1); for (var i = 0; i < x.Shape.Rank; i++) x = x.Linear(0); return x;", "SNT2002 Linear(-1)")]
    [InlineData("for (var i = 0; i < 9; i++) { var y = x.Linear(-i); } return x;", "SNT2002 Linear(-i)")]
    [InlineData("var (a, b) = (x.Linear(-1), x.Linear(2)); return b.Reshape(3);", "SNT2002 Linear(-1)", "SNT2001 Reshape(3)")]
    [InlineData("var (a, b) = x.Linear(-1) is var t ? (t, t) : (x, x); return a + x.Reshape(3);", "SNT2002 Linear(-1)", "SNT2001 Reshape(3)")]
    [InlineData("var n = DateTime.Now.Day; var m = Environment.ProcessorCount; return x.Linear(n + m);", "SNT3001 Now", "SNT3001 ProcessorCount")]
    [InlineData("return x.Linear(DateTime.Now.Day).Linear(Environment.ProcessorCount);", "SNT3001 Now", "SNT3001 ProcessorCount")]
    [InlineData("var y = x.Linear(-1); goto end; end: return y;", "SNT2002 Linear(-1)", "SNT3001 goto end;")]
    [InlineData("return Twice(x.Linear(-1)) + Twice(x);", "SNT2002 Linear(-1)", "SNT2001 Reshape(3)")]
    [InlineData("return x.Scope(\"s\", s => s.Linear(0)).Linear(4) + x.Linear(-1);", "SNT2002 Linear(0)", "SNT2002 Linear(-1)")]
    [InlineData("var w = x.Linear(-1); return x.Linear(4, name: $\"fc{w.Shape[1]}\").Linear(w.Shape[1] == 4 ? 3 : -3);", "SNT2002 Linear(-1)")]
    [InlineData("var w = x.Linear(-1); return x.Linear(w.Shape[1] switch { 4 => 3, _ => -3 });", "SNT2002 Linear(-1)")]
    [InlineData("var w = x.Linear(-1); var all = new List<Tensor> { x, w }; return all[0].Reshape(3) + all[1].Reshape(5);", "SNT2002 Linear(-1)", "SNT2001 Reshape(3)")]
    [InlineData("var w = x.Linear(-1); while (true) { x = x.Relu(); }", "SNT2002 Linear(-1)")]
    public void Body(string body, params string[] expected)
    {
        const string Members = "static Tensor Twice(Tensor t) => t.Relu().Reshape(3);";
        Assert.Equal(expected, Found(Source.ReadBody(body, Members)));
    }

    [Fact]
    public void LossIsRead_WhenDefineIsWrong() => Assert.Equal(
        ["SNT2002 Linear(-1)", "SNT2001 Reshape(3)"],
        Found(Source.ReadBody("return x.Linear(-1);", "static Tensor Loss(Tensor y, [Shape(4)] Tensor t) => (y - t).Square().Mean() + t.Reshape(3).Mean();")));

    private static string[] Found(NetworkReading reading) =>
        reading.Errors.Select(error => $"{error.Id} {Source.TextUnder(error.Location!)}").ToArray();
}
