using Sinter.Graphs;

namespace Sinter;

/// <summary>One step of a recurrent cell: the gates' parts that come from the input, and the states, to the output and the next states.</summary>
internal delegate (Tensor Output, Tensor[] Next) RecurrentCell(RecurrentWeights weights, Tensor[] step, Tensor[] now);

/// <summary>The weights of one layer in one direction, with PyTorch's names.</summary>
internal sealed class RecurrentWeights(Tensor x, string suffix, int hidden, int gates, int inputs, int outputs, bool bias)
{
    private readonly Initializer initializer = Initializer.Uniform(-(float)(1 / Math.Sqrt(hidden)), (float)(1 / Math.Sqrt(hidden)));
    private readonly Dictionary<string, Tensor> made = new(StringComparer.Ordinal);

    /// <summary>Asks for all weights in PyTorch's order.</summary>
    public void Declare()
    {
        Extra("weight_ih", Shape.Of(gates * hidden, inputs));
        Extra("weight_hh", Shape.Of(gates * hidden, outputs));
        if (!bias) return;
        Extra("bias_ih", Shape.Of(gates * hidden));
        Extra("bias_hh", Shape.Of(gates * hidden));
    }

    /// <summary>A weight of the layer.</summary>
    public Tensor Extra(string name, Shape shape)
    {
        if (made.TryGetValue(name, out var weight)) return weight;
        return made[name] = x.With(x.Builder.Parameter(name + suffix, shape, initializer, decays: shape.Rank >= 2));
    }

    /// <summary>What the input gives a gate: <c>W·x + b</c>.</summary>
    public Tensor Input(Tensor value, int gate) => Gate(value, "weight_ih", "bias_ih", gate);

    /// <summary>What the state gives a gate: <c>U·h + c</c>.</summary>
    public Tensor Hidden(Tensor value, int gate) => Gate(value, "weight_hh", "bias_hh", gate);

    private Tensor Gate(Tensor value, string weight, string offset, int gate)
    {
        var product = RecurrentStack.Product(value, Part(made[weight], gate));
        return bias ? product + Part(made[offset], gate) : product;
    }

    private Tensor Part(Tensor weight, int gate) => gates == 1 ? weight : weight.With(weight.Builder.Slice(weight.Id, 0, gate * hidden, hidden));
}

/// <summary>Layers of one kind of cell on top of one another, in one direction or both.</summary>
internal sealed class RecurrentStack
{
    private readonly string kind;
    private readonly string? name;
    private readonly Tensor x;
    private readonly int hidden, gates, layers, window, projection;
    private readonly bool bias, bidirectional;
    private readonly float dropout;
    private readonly Tokens? lengths;

    public RecurrentStack(string kind, string? name, Tensor x, int hidden, int gates, int layers, bool bias, bool bidirectional, float dropout, int window, Tokens? lengths, int projection = 0)
    {
        var title = Require.Title(kind, name);
        Require.NotNull(title, "the input", x);
        Require.Positive(title, nameof(hidden), hidden);
        Require.Positive(title, nameof(layers), layers);
        Require.Fraction(title, nameof(dropout), dropout);
        Require.NotNegative(title, nameof(window), window);
        if (x.Shape.Rank != 2) throw Require.Error(DiagnosticIds.Rank, $"{title} needs a sequence of vectors [T, features], but gets {x.Shape}; {Fixes.Sequence(x.Shape)}.");
        RequireInput.Features(title, x);
        (this.kind, this.name, this.x, this.hidden, this.gates, this.layers) = (kind, name, x, hidden, gates, layers);
        (this.bias, this.bidirectional, this.dropout, this.window, this.lengths, this.projection) = (bias, bidirectional, dropout, window, lengths, projection);
    }

    private int Width => projection > 0 ? projection : hidden;

    private int Directions => bidirectional ? 2 : 1;

    /// <summary>The product with a weight <c>[out, in]</c>.</summary>
    public static Tensor Product(Tensor value, Tensor weight) => value.With(value.Builder.MatMul(value.Id, weight.Id, transposeB: true));

    /// <summary>Runs all layers.</summary>
    /// <param name="initial">What each of the cell's states begins with, or null for zeros: the first is as wide as the output, the others as the cell.</param>
    /// <param name="cell">One step.</param>
    public (Tensor Outputs, Tensor[] States) Run(Tensor?[] initial, RecurrentCell cell)
    {
        var states = initial.Length;
        for (var state = 0; state < states; state++) CheckInitial(initial[state], StateWidth(state));
        Tensor[] Begin(int layer, int direction) => initial
            .Select((all, state) => all is null ? x.Zeros(StateWidth(state)) : all.Select(0, (layer * Directions) + direction)).ToArray();
        var last = new List<Tensor>[states];
        for (var state = 0; state < states; state++) last[state] = [];
        var outputs = x.Layer(kind, name, () =>
        {
            var value = x;
            for (var layer = 0; layer < layers; layer++)
            {
                if (layer > 0 && dropout > 0) value = value.Dropout(dropout);
                var forward = Direction(value, $"_l{layer}", reverse: false, Begin(layer, 0), cell, last);
                value = bidirectional ? Tensor.Concat([forward, Direction(value, $"_l{layer}_reverse", reverse: true, Begin(layer, 1), cell, last)], axis: 1) : forward;
            }

            return value.Id;
        });
        return (outputs, last.Select(all => Tensor.Concat(all.Select(value => value.Unsqueeze(0)).ToArray(), axis: 0)).ToArray());
    }

    private Tensor Direction(Tensor value, string suffix, bool reverse, Tensor[] initial, RecurrentCell cell, List<Tensor>[] last)
    {
        var weights = new RecurrentWeights(x, suffix, hidden, gates, value.Shape[1], Width, bias);
        weights.Declare();
        Tensor[] sequences = lengths is null ? [value] : [value, SequenceLayers.Mask(value, lengths)];
        var (outputs, final) = ScanLayers.Run(x.Builder, Require.Title(kind, name), sequences, initial, (step, now) =>
        {
            var inputs = Enumerable.Range(0, gates).Select(gate => weights.Input(step[0], gate)).ToArray();
            var (output, next) = cell(weights, inputs, now);
            if (lengths is null) return ([output], next);
            var counts = step[1];
            return ([counts.Where(output, 0)], next.Select((state, index) => counts.Where(state, now[index])).ToArray());
        }, reverse, window);
        for (var state = 0; state < final.Length; state++) last[state].Add(final[state]);
        return outputs[0];
    }

    private int StateWidth(int state) => state == 0 ? Width : hidden;

    private void CheckInitial(Tensor? initial, int width)
    {
        var expected = Shape.Of(Dim.Batch, layers * Directions, width);
        if (initial is null || initial.Shape.Equals(expected)) return;
        var advice = initial.Shape.Equals(Shape.Of(layers * Directions, width)) ? $" For the same states in every sample write x.Zeros({layers * Directions}, {width}) + them." : "";
        throw Require.Error(DiagnosticIds.Shape, $"{Require.Title(kind, name)} needs states {expected} to begin with, one row for each layer and direction, but gets {initial.Shape}.{advice}");
    }
}
