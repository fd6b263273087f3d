using Sinter.Graphs;

namespace Sinter;

/// <summary>The recurrent layers of PyTorch, written as cells on <see cref="ScanLayers"/>; parameters have PyTorch's names and gate order.</summary>
public static class RecurrentLayers
{
    /// <summary>
    /// An Elman network (Elman 1990): <c>h = tanh(W·x + b + U·h + c)</c>. Parameters of layer <c>k</c>: <c>weight_ih_lk</c>
    /// [hidden, input], <c>weight_hh_lk</c> [hidden, hidden], <c>bias_ih_lk</c> and <c>bias_hh_lk</c> [hidden]; those of the
    /// reverse direction end in <c>_reverse</c>.
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="hidden">The extent of the state.</param>
    /// <param name="layers">How many are stacked, each on the outputs of the one before.</param>
    /// <param name="relu">Whether the nonlinearity is a rectifier instead of the hyperbolic tangent.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="dropout">The probability with which outputs between layers are dropped while training.</param>
    /// <param name="bidirectional">Whether a second one runs from the last step to the first; outputs are concatenated.</param>
    /// <param name="window">After how many steps gradients stop (truncated backpropagation through time); by default 0: never.</param>
    /// <param name="lengths">How many steps of each sample count, <c>[]</c>; outputs after them are 0 and states stay. By default all.</param>
    /// <param name="initial">What the states begin with, <c>[layers·directions, hidden]</c>; by default zeros.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>rnn1</c>, …</param>
    /// <returns>The outputs <c>[T, directions·hidden]</c>, and the last states <c>[layers·directions, hidden]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive, <paramref name="x"/> is not a sequence of vectors, or <paramref name="initial"/> does not fit.</exception>
    public static (Tensor Outputs, Tensor Hidden) Rnn(
        this Tensor x, int hidden, int layers = 1, bool relu = false, bool bias = true, float dropout = 0, bool bidirectional = false, int window = 0, Tokens? lengths = null, Tensor? initial = null, string? name = null)
    {
        var stack = new RecurrentStack("Rnn", name, x, hidden, gates: 1, layers, bias, bidirectional, dropout, window, lengths);
        var (outputs, states) = stack.Run([initial], (weights, step, now) =>
        {
            var total = step[0] + weights.Hidden(now[0], 0);
            var next = relu ? total.Relu() : total.Tanh();
            return (next, [next]);
        });
        return (outputs, states[0]);
    }

    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997; Gers et al. 2000). Gates in PyTorch's order: input, forget,
    /// cell, output. Parameters of layer <c>k</c>: <c>weight_ih_lk</c> [4·hidden, input], <c>weight_hh_lk</c> [4·hidden, hidden],
    /// <c>bias_ih_lk</c> and <c>bias_hh_lk</c> [4·hidden]; with a projection <c>weight_hr_lk</c> [projection, hidden] (Sak et al.
    /// 2014); with peepholes <c>weight_c_lk</c> [3·hidden] for input, forget and output gate (Gers and Schmidhuber 2000).
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="hidden">The extent of the cell.</param>
    /// <param name="layers">How many are stacked, each on the outputs of the one before.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="dropout">The probability with which outputs between layers are dropped while training.</param>
    /// <param name="bidirectional">Whether a second one runs from the last step to the first; outputs are concatenated.</param>
    /// <param name="projection">The extent of the outputs when they are projected; 0 for none.</param>
    /// <param name="peephole">Whether the gates see the cell.</param>
    /// <param name="window">After how many steps gradients stop (truncated backpropagation through time); by default 0: never.</param>
    /// <param name="lengths">How many steps of each sample count, <c>[]</c>; outputs after them are 0 and states stay. By default all.</param>
    /// <param name="initial">What outputs and cells begin with, <c>[layers·directions, projection or hidden]</c> and <c>[layers·directions, hidden]</c>; by default zeros.</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>lstm1</c>, …</param>
    /// <returns>The outputs <c>[T, directions·hidden]</c>, the last outputs and the last cells <c>[layers·directions, hidden]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive, <paramref name="x"/> is not a sequence of vectors, or <paramref name="initial"/> does not fit.</exception>
    public static (Tensor Outputs, Tensor Hidden, Tensor Cell) Lstm(
        this Tensor x, int hidden, int layers = 1, bool bias = true, float dropout = 0, bool bidirectional = false, int projection = 0, bool peephole = false, int window = 0, Tokens? lengths = null,
        (Tensor Hidden, Tensor Cell)? initial = null, string? name = null)
    {
        Require.NotNegative(Require.Title("Lstm", name), nameof(projection), projection);
        var stack = new RecurrentStack("Lstm", name, x, hidden, gates: 4, layers, bias, bidirectional, dropout, window, lengths, projection);
        var (outputs, states) = stack.Run([initial?.Hidden, initial?.Cell], (weights, step, now) =>
        {
            var (h, c) = (now[0], now[1]);
            var peek = peephole ? weights.Extra("weight_c", Shape.Of(3 * hidden)) : null;
            Tensor Gate(int gate) => step[gate] + weights.Hidden(h, gate);
            Tensor Seen(int gate, int part, Tensor cell) => peek is null ? Gate(gate) : Gate(gate) + (cell * peek.Slice(0, part * hidden, (part + 1) * hidden));
            var input = Seen(0, 0, c).Sigmoid();
            var forget = Seen(1, 1, c).Sigmoid();
            var cell = (forget * c) + (input * Gate(2).Tanh());
            var output = Seen(3, 2, cell).Sigmoid() * cell.Tanh();
            if (projection > 0) output = RecurrentStack.Product(output, weights.Extra("weight_hr", Shape.Of(projection, hidden)));
            return (output, [output, cell]);
        });
        return (outputs, states[0], states[1]);
    }

    /// <summary>
    /// A gated recurrent unit (Cho et al. 2014) with the reset gate after the product, as PyTorch and cuDNN have it. Gates in
    /// PyTorch's order: reset, update, new. Parameters of layer <c>k</c>: <c>weight_ih_lk</c> [3·hidden, input],
    /// <c>weight_hh_lk</c> [3·hidden, hidden], <c>bias_ih_lk</c> and <c>bias_hh_lk</c> [3·hidden].
    /// </summary>
    /// <param name="x">The sequence <c>[T, features]</c>.</param>
    /// <param name="hidden">The extent of the state.</param>
    /// <param name="layers">How many are stacked, each on the outputs of the one before.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="dropout">The probability with which outputs between layers are dropped while training.</param>
    /// <param name="bidirectional">Whether a second one runs from the last step to the first; outputs are concatenated.</param>
    /// <param name="window">After how many steps gradients stop (truncated backpropagation through time); by default 0: never.</param>
    /// <param name="lengths">How many steps of each sample count, <c>[]</c>; outputs after them are 0 and states stay. By default all.</param>
    /// <param name="initial">What the states begin with, <c>[layers·directions, hidden]</c>; by default zeros.</param>
    /// <param name="resetAfter">Whether the reset gate is applied behind the product with the state, or to the state before it, as Cho et al. have it (Keras's <c>reset_after</c>).</param>
    /// <param name="name">The name in checkpoints and the summary; by default <c>gru1</c>, …</param>
    /// <returns>The outputs <c>[T, directions·hidden]</c>, and the last states <c>[layers·directions, hidden]</c>.</returns>
    /// <exception cref="NetworkDefinitionException">A size is not positive, <paramref name="x"/> is not a sequence of vectors, or <paramref name="initial"/> does not fit.</exception>
    public static (Tensor Outputs, Tensor Hidden) Gru(
        this Tensor x, int hidden, int layers = 1, bool bias = true, float dropout = 0, bool bidirectional = false, int window = 0, Tokens? lengths = null, Tensor? initial = null, bool resetAfter = true, string? name = null)
    {
        var stack = new RecurrentStack("Gru", name, x, hidden, gates: 3, layers, bias, bidirectional, dropout, window, lengths);
        var (outputs, states) = stack.Run([initial], (weights, step, now) =>
        {
            var h = now[0];
            var reset = (step[0] + weights.Hidden(h, 0)).Sigmoid();
            var update = (step[1] + weights.Hidden(h, 1)).Sigmoid();
            var candidate = (step[2] + (resetAfter ? reset * weights.Hidden(h, 2) : weights.Hidden(reset * h, 2))).Tanh();
            var next = candidate + (update * (h - candidate));
            return (next, [next]);
        });
        return (outputs, states[0]);
    }
}
