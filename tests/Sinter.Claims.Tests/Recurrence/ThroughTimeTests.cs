using Sinter.Claims.Page;

namespace Sinter.Claims.Recurrence;

/// <summary>What is left of a gradient after many steps.</summary>
public sealed class ThroughTimeTests(ITestOutputHelper output) : ClaimTests(output)
{
    private const string Source = "Hochreiter 1991; Bengio et al. 1994; Pascanu et al. 2013";

    private static readonly float[] Radii = [0.8f, 1, 1.2f];

    private static readonly float[] Sequence = [.. Draw.Normal(Through.Steps * Through.Size, 1).Select(number => 0.01f * number)];

    private static readonly float[] Direction = Draw.Normal(Through.Size, 2);

    [Claim("A recurrence multiplies the gradient by its spectral radius with every step: it vanishes below 1 and explodes above", Source)]
    public void Radius()
    {
        var ratios = Radii.Select(radius =>
        {
            var model = new LinearRecurrence(1);
            model.Parameters["recurrence.hidden.weight"].CopyFrom(Scaled(radius));
            using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 1);
            trainer.ComputeGradients(Sequence, Direction);
            return FirstByLast(trainer);
        }).ToArray();
        for (var i = 0; i < Radii.Length; i++) Assert.Equal((Through.Steps - 1) * Math.Log(Radii[i]), Math.Log(ratios[i]), 0.01);
        Measured($"radius {string.Join(", ", Radii)}: over 99 steps {string.Join(", ", ratios.Select(Size.Order))}, which is radius^99");
    }

    [Claim("tanh makes it vanish even at a radius of 1, and the more the larger the states are", Source)]
    public void Elman()
    {
        var ratios = new[] { 0.01f, 0.3f }.Select(scale =>
        {
            var model = new ElmanThroughTime(1);
            model.Parameters["cell.weight_hh_l0"].CopyFrom(Scaled(1));
            model.Parameters["cell.weight_ih_l0"].CopyFrom(Scaled(scale));
            foreach (var bias in (string[])["cell.bias_ih_l0", "cell.bias_hh_l0"]) model.Parameters[bias].CopyFrom(new float[Through.Size]);
            using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 1);
            trainer.ComputeGradients([.. Sequence.Select(number => 100 * number)], Direction);
            return FirstByLast(trainer);
        }).ToArray();
        Assert.InRange(ratios[0], 0, 1);
        Assert.InRange(ratios[1], 0, 1e-4);
        Measured($"radius 1 over 99 steps: {Size.Order(ratios[0])} with small inputs, {Size.Order(ratios[1])} with large ones");
    }

    [Claim("Through the cell of an LSTM whose gates keep it, it does neither, whatever the radius", "Hochreiter and Schmidhuber 1997; Jozefowicz et al. 2015")]
    public void Lstm()
    {
        var open = Radii.Select(radius => OfLstm(radius, forgetBias: 6)).ToArray();
        var closed = OfLstm(radius: 1, forgetBias: 0);
        Assert.All(open, ratio => Assert.InRange(ratio, 0.1, 10));
        Assert.InRange(closed, 0, 1e-10);
        Measured($"radius {string.Join(", ", Radii)}: over 99 steps {string.Join(", ", open.Select(ratio => $"{ratio:F1}"))} with a forget gate at σ(6) and an input gate at σ(-6); with a forget gate at σ(0) it forgets, {Size.Order(closed)}");
    }

    private static double OfLstm(float radius, float forgetBias)
    {
        var model = new LstmThroughTime(1);
        var gates = Enumerable.Range(0, 4).SelectMany(gate => Scaled(radius, seed: gate)).ToArray();
        model.Parameters["cell.weight_hh_l0"].CopyFrom(gates);
        model.Parameters["cell.bias_hh_l0"].CopyFrom(new float[4 * Through.Size]);
        model.Parameters["cell.bias_ih_l0"].CopyFrom([.. Enumerable.Range(0, 4 * Through.Size).Select(unit => (unit / Through.Size) switch { 0 => -6, 1 => forgetBias, _ => 0 })]);
        using var trainer = model.CreateTrainer(new Sgd(), maxBatch: 1);
        trainer.ComputeGradients(Sequence, Direction);
        return FirstByLast(trainer);
    }

    private static float[] Scaled(float radius, int seed = 3) => [.. Draw.Orthogonal(Through.Size, seed).Select(number => radius * number)];

    private static double FirstByLast(TrainingSession trainer)
    {
        var gradient = trainer.Gradients["probe"].Values;
        return Size.Norm(gradient[..Through.Size]) / Size.Norm(gradient[^Through.Size..]);
    }
}
