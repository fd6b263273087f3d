using Sinter.Claims.Page;

namespace Sinter.Claims.Recurrence;

/// <summary>Long short-term memory over some steps.</summary>
[Network]
public partial class LstmSteps
{
    public const int Steps = 12, Inputs = 5, Hidden = 7;

    private static (Tensor Outputs, Tensor Cell) Define([Shape(Steps, Inputs)] Tensor x)
    {
        var (outputs, _, cell) = x.Lstm(Hidden, name: "cell");
        return (outputs, cell);
    }
}

/// <summary>Gated recurrent units over as many.</summary>
[Network]
public partial class GruSteps
{
    private static Tensor Define([Shape(LstmSteps.Steps, LstmSteps.Inputs)] Tensor x) => x.Gru(LstmSteps.Hidden, name: "cell").Outputs;
}

/// <summary>Whether gated cells are what the papers write.</summary>
public sealed class EquationTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const double Tolerance = 1e-6;

    private static readonly float[] Sequence = Draw.Normal(LstmSteps.Steps * LstmSteps.Inputs, 1);

    [Claim("The LSTM: i, f, o = σ(…), g = tanh(…), c' = f·c + i·g, h' = o·tanh(c')", "Hochreiter and Schmidhuber 1997; Gers et al. 2000")]
    public void Lstm()
    {
        var model = new LstmSteps(1);
        using var session = model.CreateSession();
        var (outputs, cell) = (new float[LstmSteps.Steps * LstmSteps.Hidden], new float[LstmSteps.Hidden]);
        session.Forward(Sequence, outputs, cell);
        var expected = Cells.Lstm(model.Parameters, Sequence, LstmSteps.Inputs, LstmSteps.Hidden);
        Assert.InRange(Largest(expected.Outputs, outputs), 0, Tolerance);
        Assert.InRange(Largest(expected.Cell, cell), 0, Tolerance);
        Measured($"{outputs.Length} outputs and {cell.Length} cells, each within {Tolerance:0e0} of the equations in double precision");
    }

    [Claim("The GRU: r, z = σ(…), n = tanh(W·x + r·(U·h)), h' = (1 - z)·n + z·h", "Cho et al. 2014")]
    public void Gru()
    {
        var model = new GruSteps(1);
        using var session = model.CreateSession();
        var outputs = new float[LstmSteps.Steps * LstmSteps.Hidden];
        session.Forward(Sequence, outputs);
        Assert.InRange(Largest(Cells.Gru(model.Parameters, Sequence, LstmSteps.Inputs, LstmSteps.Hidden), outputs), 0, Tolerance);
        Measured($"{outputs.Length} outputs, each within {Tolerance:0e0} of the equations in double precision");
    }

    [Claim("A GRU has three quarters of the weights of an LSTM", "Cho et al. 2014; Chung et al. 2014")]
    public void ThreeQuarters()
    {
        var (gru, lstm) = (GruSteps.Info.ParameterCount, LstmSteps.Info.ParameterCount);
        Assert.Equal(3 * lstm, 4 * gru);
        Measured($"{gru} against {lstm}, with {LstmSteps.Inputs} inputs and {LstmSteps.Hidden} units");
    }

    private static double Largest(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
    }
}
