using Sinter.Graphs;

namespace Sinter;

/// <content>The loss of sequences whose labels are not told to places.</content>
public static partial class Losses
{
    // Stands for ln 0: no sum of it overflows, and nothing that can happen is as improbable.
    private const float Never = -1e30f;

    /// <summary>
    /// Connectionist temporal classification (Graves et al. 2006): the negative logarithm of the probability of all ways in which a sequence
    /// of classes reads as the labels, when classes that follow one another are taken as one if they are equal, and blanks are left out. What
    /// <c>torch.nn.CTCLoss</c> computes, here with the batch and then the steps as the first axes.
    /// </summary>
    /// <param name="logProbabilities">Logarithms of probabilities <c>[T, classes]</c>: what <see cref="SoftmaxLayers.LogSoftmax"/> gives. Behind a sample's own steps they may be anything.</param>
    /// <param name="label">The classes in their order, <c>[S]</c>, without blanks. What stands behind a sample's own may be any class.</param>
    /// <param name="inputLengths">How many steps of each sample count, <c>[]</c>: 0 … T; by default all.</param>
    /// <param name="targetLengths">How many labels of each sample count, <c>[]</c>: 0 … S; by default all.</param>
    /// <param name="blank">The class that stands for nothing.</param>
    /// <param name="reduction">What becomes of the losses of all samples. The mean is that of each loss divided by the number of its labels, as in PyTorch.</param>
    /// <param name="zeroInfinity">Whether a sample with too few steps for its labels has a loss of 0 rather than infinity. Neither has a gradient.</param>
    /// <param name="name">The name in the summary.</param>
    /// <returns>A scalar, or <c>[]</c>, a number for each sample, with <see cref="Reduction.None"/>.</returns>
    /// <exception cref="NetworkDefinitionException">The shapes do not fit, or a number is out of range.</exception>
    /// <remarks>
    /// The gradient is that of the formula. PyTorch's is the one with regard to what stands before a <c>LogSoftmax</c>; behind one, both are the
    /// same. Where labels do not fit into the steps, PyTorch's gradient is no number unless it is told to make infinities zero; here it is 0.
    /// Labels are always padded to one length, as <c>[B, S]</c>: PyTorch's other form, in which those of all samples follow one another,
    /// has an extent that depends on values.
    /// </remarks>
    public static Tensor Ctc(
        this Tensor logProbabilities,
        Tokens label,
        Tokens? inputLengths = null,
        Tokens? targetLengths = null,
        int blank = 0,
        Reduction reduction = Reduction.Mean,
        bool zeroInfinity = false,
        string? name = null)
    {
        var layer = Require.Title("Ctc", name);
        Require.NotNull(layer, "the output", logProbabilities);
        Require.NotNull(layer, nameof(label), label);
        var shape = logProbabilities.Shape;
        RequireInput.ClassesOfSteps(layer, logProbabilities);
        var classes = RequireInput.Constant(layer, "a constant number of classes", logProbabilities, 2);
        if (label.Shape.Rank != 1)
            throw Require.Error(DiagnosticIds.Target, $"{layer} needs labels [B, S] for the output {shape}, but gets {label.Shape}; declare them as [Shape(…)] Tokens with the most labels that a sample has.");
        if (blank < 0 || blank >= classes)
            throw Require.Error(DiagnosticIds.Range, $"{layer}: blank is {blank}, but must be one of the {classes} classes; use 0 … {classes - 1}.");
        CheckLengths(layer, nameof(inputLengths), inputLengths);
        CheckLengths(layer, nameof(targetLengths), targetLengths);
        Reductions.Check(layer, reduction);
        var builder = logProbabilities.Builder;
        builder.LimitTokens(label.Id, classes);
        if (targetLengths is not null) builder.LimitLengths(targetLengths.Id, label.Shape.Dims[1]);
        return logProbabilities.Layer("Ctc", name, () =>
        {
            var ways = new Alignment(builder, label, targetLengths, blank);
            var loss = ways.Loss(layer, logProbabilities, classes, inputLengths);
            var isImpossible = builder.Pointwise(ScalarFunction.Less, builder.ConstantLike(-Never / 10, loss), loss);
            var each = logProbabilities.With(builder.Select(isImpossible, builder.ConstantLike(zeroInfinity ? 0 : float.PositiveInfinity, loss), loss));
            if (reduction == Reduction.Mean) each = logProbabilities.With(builder.Divide(each.Id, ways.Labels()));
            return each.Reduced(reduction).Id;
        });
    }

    private static void CheckLengths(string layer, string argument, Tokens? lengths)
    {
        if (lengths is not null && lengths.Shape.Rank != 0)
            throw Require.Error(DiagnosticIds.Rank, $"{layer} needs one number for each sample as {argument}, [B], but gets {lengths.Shape}; declare them as [Shape] Tokens {argument}.");
    }

    /// <summary>The labels with blanks around each of them, and the ways from one step to the next.</summary>
    private sealed class Alignment
    {
        private readonly GraphBuilder builder;
        private readonly Dim count;
        private readonly Dim length;
        private readonly int blank;
        private readonly int extended;
        private readonly int position;
        private readonly int? lengths;

        public Alignment(GraphBuilder builder, Tokens label, Tokens? targetLengths, int blank)
        {
            (this.builder, this.blank, count) = (builder, blank, label.Shape.Dims[1]);
            extended = builder.Pad(builder.Pointwise(ScalarFunction.ToFloat, label.Id), 1, 1, 1, interior: 1, value: blank);
            length = builder.ShapeOf(extended).Dims[1];
            position = builder.Add(new IotaOp(1, new Shape([1, length])));
            if (targetLengths is not null) lengths = builder.Reshape(builder.Pointwise(ScalarFunction.ToFloat, targetLengths.Id), new Shape([Dim.Batch, 1]));
        }

        /// <summary>The number of labels of each sample, at least 1.</summary>
        public int Labels() => lengths is { } given
            ? builder.Reshape(builder.Maximum(given, 1), new Shape([Dim.Batch]))
            : builder.Reshape(builder.Add(new SizeOp(new([count]))), Shape.Ones(1));

        /// <summary>The negative logarithm of the probability of all ways, a number for each sample.</summary>
        public int Loss(string layer, Tensor logProbabilities, int classes, Tokens? inputLengths)
        {
            // Hidden here as well as in the scan: what is not a sample's own may be no number, and what it is computed from gets no gradient.
            var finite = SequenceLayers.Own(logProbabilities, inputLengths).Maximum(Never);

            // Of each place among the labels the logarithm at each step: a product with a matrix that picks one class for each place.
            var isClass = Equal(builder.Add(new IotaOp(2, new Shape([1, 1, classes]))), builder.Reshape(extended, new Shape([Dim.Batch, length, 1])));
            var emitted = finite.With(builder.MatMul(finite.Id, isClass, transposeB: true));

            // A way begins before the first place. It stays, goes on, or passes over a blank between two classes that differ.
            var begin = builder.Select(IsNumber(position, 0), builder.ConstantLike(0, position), builder.ConstantLike(Never, position));
            var start = finite.With(builder.Expand(begin, new Shape([Dim.Batch, length])));
            var cannotPass = builder.Pointwise(ScalarFunction.Maximum, IsNumber(extended, blank), Equal(extended, Later(extended, 2, -1)));
            Tensor[] sequences = inputLengths is null ? [emitted] : [emitted, SequenceLayers.Mask(emitted, inputLengths)];
            var (_, last) = ScanLayers.Run(builder, layer, sequences, [start], (step, now) =>
            {
                var state = now[0].Id;
                var passed = builder.Select(cannotPass, builder.ConstantLike(Never, state), Later(state, 2, Never));
                var next = builder.Add(LogSum(state, Later(state, 1, Never), passed), step[0].Id);
                return ([], [now[0].With(step.Length == 1 ? next : builder.Select(step[1].Id, next, state))]);
            }, reverse: false, window: 0);

            // It ends at the last label, or at the blank behind it.
            var labels = lengths ?? builder.Reshape(builder.Add(new SizeOp(new([count]))), Shape.Ones(2));
            var behind = builder.Subtract(builder.Multiply(labels, 2f), position);
            var isEnd = builder.Pointwise(ScalarFunction.Maximum, IsNumber(behind, 0), IsNumber(behind, 1));
            var ends = builder.Select(isEnd, last[0].Id, builder.ConstantLike(Never, last[0].Id));
            var most = builder.Add(new DetachOp(), builder.Max(ends, 1));
            var total = builder.Add(most, builder.Log(builder.Sum(builder.Exp(builder.Subtract(ends, most)), 1)));
            return builder.Reshape(builder.Negate(total), new Shape([Dim.Batch]));
        }

        private int LogSum(int first, int second, int third)
        {
            var most = builder.Pointwise(ScalarFunction.Maximum, builder.Pointwise(ScalarFunction.Maximum, first, second), third);
            most = builder.Add(new DetachOp(), most);
            int Share(int value) => builder.Exp(builder.Subtract(value, most));
            return builder.Add(most, builder.Log(builder.Add(builder.Add(Share(first), Share(second)), Share(third))));
        }

        // Every place has what stands some places before it.
        private int Later(int value, int places, float before) => builder.Pad(builder.Slice(value, 1, 0, length.Plus(-places)), 1, places, 0, value: before);

        private int Equal(int value, int other) => builder.Pointwise(ScalarFunction.Equal, value, other);

        private int IsNumber(int value, float number) => builder.Pointwise(ScalarFunction.Equal, value, builder.ConstantLike(number, value));
    }
}
