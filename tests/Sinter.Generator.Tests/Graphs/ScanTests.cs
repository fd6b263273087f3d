using Sinter.Graphs;

namespace Sinter.Generator.Tests.Graphs;

/// <summary>What a scan computes, step by step in numbers, and what is said about cells that cannot be.</summary>
public sealed class ScanTests
{
    private static readonly double[] Sequence = [1, 2, 3, 10, 20, 30];

    private static readonly Dictionary<string, (string Id, string Message, Func<GraphFixture, object> Definition)> Mistakes = new()
    {
        ["Number"] = ("SNT2003", "Scan needs a sequence [T, …] after the batch, but gets [B]; insert Unsqueeze(0) before it for a sequence of one step.", f => Sum(f.Input())),
        ["NoSequence"] = ("SNT2002", "Scan 's' needs at least one sequence to know the number of steps.", f => ScanLayers.Scan([], [f.Input(3)], (step, now) => (step, now), name: "s")),
        ["Lengths"] = ("SNT2001", "Scan needs sequences of one length, but gets [B, 3] and [B, 4]: 3 and 4 steps; cut the longer one with Slice, or pad the shorter.", f => ScanLayers.Scan([f.Input(3), f.Input(4)], [f.Input()], (step, now) => (step, now))),
        ["StateShape"] = ("SNT2001", "Scan: state 0 begins as [B, 2], but the cell makes it [B, 3]; a state keeps its shape: begin with Zeros(3), or insert Linear(2) behind it.", f =>
        {
            var x = f.Input(4, 3);
            return x.Scan(x.Zeros(2), (step, h) => (step, step));
        }),
        ["StateWithoutBatch"] = ("SNT2001", "Scan: state 0 begins as [3], but the cell makes it [B, 3]; a state keeps its shape: begin with Zeros(3) of a value that has the batch.", f =>
        {
            var x = f.Input(4, 3);
            return x.Scan(x.Parameter("begin", [3]), (step, h) => (step, step + h));
        }),
        ["StateCount"] = ("SNT2002", "Scan begins with 1 state, but its cell returns 2; return the next value of each state, in their order.", f =>
        {
            var x = f.Input(4, 3);
            return ScanLayers.Scan([x], [x.Zeros(3)], (step, now) => (step, [now[0], now[0]]));
        }),
        ["NoCell"] = ("SNT2009", "Scan: cell is null; pass a value of the network.", f => f.Input(4, 3).Scan(f.Input(3), null!)),
        ["NoState"] = ("SNT2009", "Scan: a state is null; pass a value of the network.", f => f.Input(4, 3).Scan((Tensor)null!, (step, h) => (step, h))),
        ["NullOutput"] = ("SNT2009", "Scan: an output of the cell is null; pass a value of the network.", f => f.Input(4, 3).Scan(f.Input(3), (step, h) => (null!, h))),
        ["NullNextState"] = ("SNT2009", "Scan: a next state is null; pass a value of the network.", f => f.Input(4, 3).Scan(f.Input(3), (step, h) => (step, null!))),
        ["NothingReturned"] = ("SNT2002", "Scan has neither a state nor an output; let the cell return one of them.", f => ScanLayers.Scan([f.Input(3)], [], (step, now) => ([], []))),
        ["Window"] = ("SNT2002", "Gru: window is -1, but must be 0 or more.", f => f.Input(4, 3).Gru(2, window: -1)),
        ["Rows"] = ("SNT2003", "Lstm needs a sequence of vectors [T, features], but gets [B, 3]; insert Unsqueeze(0) before it for a sequence of one step, [B, 1, 3], or Unsqueeze(1) for one feature in each step.", f => f.Input(3).Lstm(2)),
        ["BatchNorm"] = (
            "SNT2008",
            "The cell of a scan cannot update 'scan1.batchnorm1.running_mean': running statistics change once in a training step, a cell runs many times. Normalize with LayerNorm or RMSNorm instead.",
            f =>
            {
                var x = f.Input(4, 3);
                return x.Scan(x.Zeros(3), (step, h) => (step, (step + h).BatchNorm1d()));
            }),
        ["Leak"] = (
            "SNT2008",
            "A value [B, 3] of one step of a scan is used outside of its cell. Return it from the cell, as an output of the step or as a state.",
            f =>
            {
                var x = f.Input(4, 3);
                Tensor? inner = null;
                x.Scan(x.Zeros(3), (step, h) => (step, inner = step + h));
                return inner! * 2;
            }),
    };

    public static TheoryData<string> MistakeNames => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public void Mistake_IsExplained(string name)
    {
        var (id, message, definition) = Mistakes[name];
        GraphFixture.Fails(id, message, definition);
    }

    [Fact]
    public void Outputs_AreThoseOfEachStep()
    {
        var f = new GraphFixture();
        var (outputs, state) = Sum(f.Input(3));
        GraphFixture.Close([1, 3, 6, 10, 30, 60], f.Evaluate(outputs, 2, training: false, ("x", Sequence)));
        GraphFixture.Close([6, 60], f.Evaluate(state, 2, training: false, ("x", Sequence)));
    }

    [Fact]
    public void ReverseOutputs_AreInTheOrderOfTheSequence()
    {
        var f = new GraphFixture();
        var (outputs, state) = Sum(f.Input(3), reverse: true);
        GraphFixture.Close([6, 5, 3, 60, 50, 30], f.Evaluate(outputs, 2, training: false, ("x", Sequence)));
        GraphFixture.Close([6, 60], f.Evaluate(state, 2, training: false, ("x", Sequence)));
    }

    [Fact]
    public void Dropout_DrawsAnotherMaskInEveryStep()
    {
        var f = new GraphFixture();
        var x = f.Input(40, 25);
        var masks = x.Scan(x.Zeros(25), (step, h) => ((0 * step + 1).Dropout(0.5f), h)).Outputs;
        var values = f.Evaluate(masks, 1, training: true, ("x", new double[1000]));
        var rows = values.Chunk(25).Select(row => string.Join(" ", row)).ToArray();
        Assert.Equal(rows.Length, rows.Distinct().Count());
        Assert.InRange(values.Average(), 0.8, 1.2);
        Assert.All(f.Evaluate(masks, 1, training: false, ("x", new double[1000])), value => Assert.Equal(1, value));
    }

    /// <summary>The derivative of the last state by what each step adds counts the factors on the way, up to the nearest border.</summary>
    [Theory]
    [InlineData(0, false, new[] { 16.0, 8, 4, 2, 1 }, 32)]
    [InlineData(2, false, new[] { 0.0, 0, 0, 0, 1 }, 0)]
    [InlineData(3, false, new[] { 0.0, 0, 0, 2, 1 }, 0)]
    [InlineData(5, false, new[] { 16.0, 8, 4, 2, 1 }, 32)]
    [InlineData(0, true, new[] { 1.0, 2, 4, 8, 16 }, 32)]
    [InlineData(3, true, new[] { 1.0, 2, 0, 0, 0 }, 0)]
    public void Window_StopsGradientsAtItsBeginning(int window, bool reverse, double[] expected, double initial)
    {
        var f = new GraphFixture();
        var x = f.Input(5).Parameter("x", [5]);
        var begin = x.Parameter("begin", [1]).Reshape();
        var state = x.Scan(begin, (step, h) => (h, (2 * h) + step), reverse, window).State;
        f.Builder.SetLoss(state.Id);
        var training = Generator.Levels.NetworkLevels.Training.Optimize(f.Graph, Generator.Passes.PassOptions.Default, CancellationToken.None);
        var run = new Interpreter.GraphInterpreter(training) { Parameters = { ["x"] = [1, 2, 3, 4, 5], ["begin"] = [1] } }.Run();
        GraphFixture.Close(expected, run.Gradient("x").Data);
        GraphFixture.Close([initial], run.Gradient("begin").Data);
        Assert.Equal(reverse ? 32 + 1 + 4 + 12 + 32 + 80 : 32 + 16 + 16 + 12 + 8 + 5, run.Loss);
    }

    private static (Tensor Outputs, Tensor State) Sum(Tensor x, bool reverse = false) => x.Scan(x.Zeros(), (step, sum) => (step + sum, step + sum), reverse);
}
