namespace Sinter.Generator.Tests.Graphs;

public sealed class ArithmeticTests
{
    private static readonly double[] Points = [0.25, 1, 4];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Layer, Func<double, double> Formula)> Cases = new()
    {
        ["Exp"] = (x => x.Exp(), Math.Exp),
        ["Expm1"] = (x => x.Expm1(), x => Math.Exp(x) - 1),
        ["Log"] = (x => x.Log(), Math.Log),
        ["Log1p"] = (x => x.Log1p(), x => Math.Log(1 + x)),
        ["Sqrt"] = (x => x.Sqrt(), Math.Sqrt),
        ["Rsqrt"] = (x => x.Rsqrt(), x => 1 / Math.Sqrt(x)),
        ["Sin"] = (x => x.Sin(), Math.Sin),
        ["Cos"] = (x => x.Cos(), Math.Cos),
        ["Abs"] = (x => (x - 1).Abs(), x => Math.Abs(x - 1)),
        ["Sign"] = (x => (x - 1).Sign(), x => Math.Sign(x - 1)),
        ["Floor"] = (x => x.Floor(), Math.Floor),
        ["Ceil"] = (x => x.Ceil(), Math.Ceiling),
        ["Round"] = (x => (2 * x).Round(), x => Math.Round(2 * x, MidpointRounding.ToEven)),
        ["Tan"] = (x => x.Tan(), Math.Tan),
        ["Asin"] = (x => (x / 4).Asin(), x => Math.Asin(x / 4)),
        ["Acos"] = (x => (x / 4).Acos(), x => Math.Acos(x / 4)),
        ["Atan"] = (x => x.Atan(), Math.Atan),
        ["Sinh"] = (x => x.Sinh(), Math.Sinh),
        ["Cosh"] = (x => x.Cosh(), Math.Cosh),
        ["Reciprocal"] = (x => x.Reciprocal(), x => 1 / x),
        ["Mod"] = (x => x.Mod(-1.5f) + x.Mod(2 - x), x => x - (-1.5 * Math.Floor(x / -1.5)) + (x == 0.25 ? 0.25 : 0)),
        ["Square"] = (x => x.Square(), x => x * x),
        ["Clamp"] = (x => x.Clamp(0.5f, 2), x => Math.Clamp(x, 0.5, 2)),
        ["Maximum"] = (x => x.Maximum(2).Maximum(1 / x), x => Math.Max(Math.Max(x, 2), 1 / x)),
        ["Minimum"] = (x => x.Minimum(2).Minimum(1 / x), x => Math.Min(Math.Min(x, 2), 1 / x)),
        ["Operators"] = (x => -(((2 - x) / 4) + (1 / x) - (3 * x) + 1), x => -(((2 - x) / 4) + (1 / x) - (3 * x) + 1)),
        ["Compare"] = (x => x.Less(1) + (2 * x.LessOrEqual(1)) + (4 * x.Greater(1)) + (8 * x.GreaterOrEqual(1)) + (16 * x.EqualTo(1)), x => x < 1 ? 3 : x > 1 ? 12 : 26),
        ["CompareValues"] = (x => x.Less(1 / x) + (4 * x.Greater(1 / x)) + (8 * x.GreaterOrEqual(1 / x)) + (16 * x.EqualTo(1 / x)), x => x < 1 ? 1 : x > 1 ? 12 : 24),
        ["Where"] = (x => x.Less(1).Where(x, 7) + x.Less(1).Where(0, x) + x.Less(1).Where(1, 2) + x.Less(1).Where(x, -x), x => x < 1 ? x + 1 + x : 7 + x + 2 - x),
        ["Detach"] = (x => x.Detach(), x => x),
    };

    private readonly GraphFixture fixture = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Function_ComputesItsFormula(string name)
    {
        var y = Cases[name].Layer(fixture.Input(3));
        Assert.Equal("[B, 3]", y.Shape.ToString());
        GraphFixture.Close([.. Points.Select(Cases[name].Formula)], fixture.Evaluate(y, 1, false, ("x", Points)), 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(2.3)]
    [InlineData(-0.5)]
    [InlineData(-1)]
    [InlineData(-2)]
    [InlineData(-0.7)]
    public void Pow_MeansThePower(float exponent)
    {
        var y = fixture.Input(3).Pow(exponent);
        Assert.Equal("[B, 3]", y.Shape.ToString());
        foreach (var (actual, x) in fixture.Evaluate(y, 1, false, ("x", Points)).Zip(Points)) Assert.Equal(1, actual / Math.Pow(x, exponent), 1e-6);
    }

    [Fact]
    public void Pow_OfNegativeNumbers_KeepsTheirSignForWholeExponents() =>
        Assert.Equal([-8], fixture.Evaluate(fixture.Input(1).Pow(3), 1, false, ("x", [-2])));

    [Fact]
    public void Pow_OfZero_IsZero() => Assert.Equal([0], fixture.Evaluate(fixture.Input(1).Pow(1.7f), 1, false, ("x", [0])));

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, "[B, 2, 3]")]
    [InlineData(new[] { 3 }, new[] { 2, 3 }, "[B, 2, 3]")]
    [InlineData(new[] { 2, 1 }, new[] { 1, 3 }, "[B, 2, 3]")]
    [InlineData(new[] { 4, 1, 1 }, new[] { 4, 5, 6 }, "[B, 4, 5, 6]")]
    [InlineData(new int[0], new[] { 3 }, "[B, 3]")]
    public void Operators_BroadcastBehindTheBatch(int[] left, int[] right, string expected)
    {
        Assert.Equal(expected, (fixture.Input(left) * fixture.Input(right)).Shape.ToString());
        Assert.Equal(expected, (fixture.Input(left) * fixture.Input(right).Parameter("w", right)).Shape.ToString());
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 3, 4 }, "[B, 2, 4]")]
    [InlineData(new[] { 5, 2, 3 }, new[] { 5, 3, 4 }, "[B, 5, 2, 4]")]
    [InlineData(new[] { 5, 2, 3 }, new[] { 1, 3, 4 }, "[B, 5, 2, 4]")]
    [InlineData(new[] { 5, 2, 3 }, new[] { 3, 4 }, "[B, 5, 2, 4]")]
    [InlineData(new[] { 3 }, new[] { 3, 4 }, "[B, 4]")]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, "[B, 2]")]
    [InlineData(new[] { 3 }, new[] { 3 }, "[B]")]
    public void Matmul_HasTheShapeOfPyTorch(int[] left, int[] right, string expected)
    {
        Assert.Equal(expected, fixture.Input(left).Matmul(fixture.Input(right)).Shape.ToString());
        var weight = fixture.Input(1).Parameter("w", right);
        Assert.Equal(expected, fixture.Input(left).Matmul(weight).Shape.ToString());
        Assert.Equal(expected, fixture.Input(1).Parameter("v", left).Matmul(fixture.Input(right)).Shape.ToString());
    }

    [Fact]
    public void Matmul_OfABatchOfRowsByAWeight_IsOneProduct()
    {
        fixture.Input(3).Matmul(fixture.Input(1).Parameter("w", [3, 4]));
        Assert.Equal(["MatMul"], fixture.Operations());
    }

    [Fact]
    public void Matmul_MultipliesEverySampleByItsOwn()
    {
        var y = fixture.Input(1, 2).Matmul(fixture.Input(2, 1));
        Assert.Equal([11, 53 + 30], fixture.Evaluate(y, 2, false, ("x", [1, 2, 5, 6]), ("x2", [3, 4, 7, 8])));
    }
}
