using System.Runtime.InteropServices;
using Sinter.Runtime;

namespace Sinter;

/// <content>What generated code checks of the arguments of a call, before it computes anything.</content>
public abstract partial class NetworkSession
{
    /// <summary>Checks the length of a further input.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    protected void CheckInput(string name, int length, long expected)
    {
        if (length != expected) throw Wrong(name, length, expected);
    }

    /// <summary>Checks the length of an output.</summary>
    /// <exception cref="ArgumentException">The length is another.</exception>
    protected void CheckOutput(string name, int length, long expected)
    {
        if (length != expected) throw Wrong(name, length, expected);
    }

    /// <summary>
    /// Checks that an output does not lie across an input. It may be the very same memory: samples are written when they have been read.
    /// </summary>
    /// <exception cref="ArgumentException">They share some memory, but not all of it.</exception>
    protected void CheckApart<T>(string input, ReadOnlySpan<T> values, string output, Span<float> results)
        where T : unmanaged => CheckBytes(input, MemoryMarshal.AsBytes(values), output, MemoryMarshal.AsBytes(results));

    /// <inheritdoc cref="CheckApart{T}(string, ReadOnlySpan{T}, string, Span{float})"/>
    protected void CheckApart<T>(string input, ReadOnlySpan<T> values, string output, Span<int> results)
        where T : unmanaged => CheckBytes(input, MemoryMarshal.AsBytes(values), output, MemoryMarshal.AsBytes(results));

    /// <summary>Checks that two outputs share no memory.</summary>
    /// <exception cref="ArgumentException">They do.</exception>
    protected void CheckApart(string first, Span<float> firstResults, string second, Span<float> secondResults)
    {
        if (firstResults.Overlaps(secondResults)) throw Overlapping(second, first);
    }

    /// <inheritdoc cref="CheckApart(string, Span{float}, string, Span{float})"/>
    protected void CheckApart<TFirst, TSecond>(string first, Span<TFirst> firstResults, string second, Span<TSecond> secondResults)
        where TFirst : unmanaged
        where TSecond : unmanaged
    {
        if (MemoryMarshal.AsBytes(firstResults).Overlaps(MemoryMarshal.AsBytes(secondResults))) throw Overlapping(second, first);
    }

    private void CheckBytes(string input, ReadOnlySpan<byte> from, string output, ReadOnlySpan<byte> to)
    {
        if (from.Overlaps(to, out var offset) && (offset != 0 || from.Length != to.Length)) throw Overlapping(output, input);
    }

    /// <summary>Checks that a layer which normalises by the statistics of a batch has more than one value for them.</summary>
    /// <param name="name">The first input.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="values">How many values each of its channels has.</param>
    /// <exception cref="ArgumentException">It has one.</exception>
    protected void CheckStatistics(string name, string layer, long values)
    {
        if (values > 1) return;
        throw new ArgumentException($"{Network}: '{layer}' normalises by the statistics of the batch and needs more than 1 value per channel when training, but this batch has 1. Pass more samples.", name);
    }

    /// <summary>Checks that each of some tokens, labels or lengths is from 0 to <paramref name="most"/>.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="tokens">Its values.</param>
    /// <param name="most">The last row, the last class, or the greatest length.</param>
    /// <param name="ignoreIndex">One more value that is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    protected void CheckTokens(string name, ReadOnlySpan<int> tokens, long most, int? ignoreIndex = null) => CheckTokens(name, tokens, most, ignoreIndex, before: 0);

    /// <summary>
    /// Copies tokens, labels or lengths into the workspace and checks the copy, which nobody can change any more: what indexes memory is
    /// what was checked.
    /// </summary>
    /// <param name="name">The argument.</param>
    /// <param name="tokens">Its values for the samples of <paramref name="frame"/>.</param>
    /// <param name="frame">The call, or a part of it.</param>
    /// <param name="copy">Where they go.</param>
    /// <param name="most">The last row, the last class, or the greatest length.</param>
    /// <param name="ignoreIndex">One more value that is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    protected unsafe void CopyTokens(string name, ReadOnlySpan<int> tokens, in Frame frame, FloatBuffer copy, long most, int? ignoreIndex = null)
    {
        Transfer.Copy(tokens, copy);
        CheckTokens(name, MemoryMarshal.Cast<float, int>(Transfer.Readable(copy.Pointer, tokens.Length)), most, ignoreIndex, before: frame.First * (tokens.Length / frame.Batch));
    }

    // The values before these, which belong to other parts of the call, count in messages.
    private void CheckTokens(string name, ReadOnlySpan<int> tokens, long most, int? ignoreIndex, long before)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            // Read once: the caller's own may change meanwhile, and the message is to name what was refused.
            var token = tokens[i];
            if ((uint)token > most && token != ignoreIndex) throw OutOfRange(name, token, before + i, most, ignoreIndex);
        }
    }

    private InvalidOperationException Changed() => new(
        $"{Network}: the network was changed while the program ran, and its memory is planned for what it was. Restart the program.");

    private ArgumentOutOfRangeException OutOfRange(DimensionInfo dimension, int value)
    {
        var multiple = dimension.MultipleOf == 1 ? "" : $" and a multiple of {dimension.MultipleOf}";
        return new ArgumentOutOfRangeException(dimension.Argument, value,
            $"{Network}: '{dimension.Argument}' is {value}, but must be from {dimension.Min} to {dimension.Max}{multiple}.");
    }

    private ArgumentException NotWhole(string name, int length, long perSample, ReadOnlySpan<int> symbols)
    {
        var sample = Find(name) is { } port ? $" {port}" : "";
        for (var index = 0; index < symbols.Length; index++) sample += $"{(index == 0 ? " at" : ",")} {Weights.Info.Dimensions[index].Symbol} = {symbols[index]}";
        return new ArgumentException(
            length == 0
                ? $"{Network}: '{name}' is empty. Pass {perSample:N0} values per sample{sample}."
                : $"{Network}: '{name}' has {length:N0} values, which is no multiple of the {perSample:N0} of one sample{sample}.", name);
    }

    private ArgumentOutOfRangeException TooMany(string name, int length, long batch) => new(name,
        $"{Network}: '{name}' has {length:N0} values, a batch of {batch:N0}, but this {Description} was made with maxBatch: {MaxBatch:N0}.");

    private ArgumentException Wrong(string name, int length, long expected)
    {
        var shape = "";
        if (Find(name) is { IsFixed: false } open)
        {
            shape = $" {open.ToString().Replace("[", "[B, ", StringComparison.Ordinal)} at B = {sizes.Batch}";
            // A symbol of the loss alone is 0 in a call that has none.
            for (var index = 0; index < Weights.Info.Dimensions.Count; index++) if (sizes[index] > 0) shape += $", {Weights.Info.Dimensions[index].Symbol} = {sizes[index]}";
        }
        else if (Find(name) is { Length: > 0 } port)
        {
            var batch = expected / port.Length;
            shape = $" [{string.Join(", ", [batch, .. port.Shape])}]";
        }

        return new ArgumentException($"{Network}: '{name}' has {length:N0} values, but this batch takes {expected:N0}{shape}.", name);
    }

    private ArgumentException Overlapping(string output, string other) => new(
        $"{Network}: '{output}' overlaps '{other}'. Pass an output memory of its own.", output);

    private ArgumentOutOfRangeException OutOfRange(string name, int value, long index, long most, int? ignoreIndex)
    {
        var allowed = ignoreIndex is { } ignored ? $" or {ignored} (ignored)" : "";
        return new ArgumentOutOfRangeException(name, value, $"{Network}: '{name}[{index}]' is {value}, but must be from 0 to {most}{allowed}.");
    }

    private PortInfo? Find(string name) =>
        Weights.Info.Inputs.Concat(Weights.Info.Outputs).FirstOrDefault(port => port.Name == name);
}
