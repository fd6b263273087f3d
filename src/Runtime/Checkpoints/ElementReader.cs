using System.Runtime.InteropServices;

namespace Sinter.Checkpoints;

/// <summary>
/// Reads the elements of a tensor in row-major order, a chunk at a time. Elements that lie in another order are gathered from a copy of
/// the bytes they reach over: as much memory as the tensor takes in the file.
/// </summary>
internal sealed class ElementReader : IDisposable
{
    private const int Chunk = 1 << 20;

    private readonly SourceTensor tensor;
    private readonly Stream stream;
    private readonly byte[]? memory;
    private readonly long[] index;

    /// <exception cref="CheckpointException">Its elements are none that a network takes, or lie too far apart.</exception>
    public ElementReader(SourceTensor tensor, string file)
    {
        this.tensor = tensor;
        index = new long[tensor.Shape.Length];
        if (tensor.Type.Size == 0) throw new CheckpointException($"{file}: tensor {Quotation.Of(tensor.Name)}: its dtype is {Quotation.Shown(tensor.Type.Name)}, of which no float can be made; convert it before it is saved.");
        if (tensor.Strides is not null && tensor.Reach * tensor.Type.Size > Array.MaxLength)
            throw new CheckpointException($"{file}: tensor {Quotation.Of(tensor.Name)}: its elements lie scattered over {(tensor.Reach * tensor.Type.Size) >> 20:N0} MB, more than is gathered from; save it contiguous.");
        stream = tensor.Place.Open();
        if (tensor.Strides is null) return;
        memory = GC.AllocateUninitializedArray<byte>((int)tensor.Reach * tensor.Type.Size);
        stream.ReadExactly(memory);
    }

    /// <summary>Fills a span with the next elements as floats, as many as it holds.</summary>
    /// <returns>Which of them is a finite number beyond the largest float; -1 for none.</returns>
    public long Read(Span<float> values)
    {
        var size = tensor.Type.Size;
        var isDirect = tensor.Type is { Kind: ElementKind.Float32, IsSwapped: false } && memory is null;
        var buffer = isDirect ? [] : new byte[Math.Min(Chunk, values.Length) * size];
        for (var start = 0; start < values.Length;)
        {
            var part = values.Slice(start, Math.Min(Chunk, values.Length - start));
            if (isDirect)
            {
                stream.ReadExactly(MemoryMarshal.AsBytes(part));
            }
            else
            {
                var raw = buffer.AsSpan(0, part.Length * size);
                ReadRaw(raw);
                var beyond = ElementConversion.ToFloats(tensor.Type.Kind, raw, part);
                if (beyond >= 0) return start + beyond;
            }

            start += part.Length;
        }

        return -1;
    }

    /// <summary>The next element as a whole number from 0 up, if it is one.</summary>
    public bool TryReadCount(out long count, out string text)
    {
        Span<byte> raw = stackalloc byte[8];
        raw = raw[..tensor.Type.Size];
        ReadRaw(raw);
        return ElementConversion.TryCount(tensor.Type.Kind, raw, out count, out text);
    }

    public void Dispose() => stream.Dispose();

    private void ReadRaw(Span<byte> raw)
    {
        if (memory is null) stream.ReadExactly(raw);
        else
        {
            switch (tensor.Type.Size)
            {
                case 1: Gather(MemoryMarshal.Cast<byte, byte>(memory), raw); break;
                case 2: Gather(MemoryMarshal.Cast<byte, ushort>(memory), MemoryMarshal.Cast<byte, ushort>(raw)); break;
                case 4: Gather(MemoryMarshal.Cast<byte, uint>(memory), MemoryMarshal.Cast<byte, uint>(raw)); break;
                default: Gather(MemoryMarshal.Cast<byte, ulong>(memory), MemoryMarshal.Cast<byte, ulong>(raw)); break;
            }
        }

        if (tensor.Type.IsSwapped) ElementConversion.Swap(raw, tensor.Type.Size);
    }

    private void Gather<T>(ReadOnlySpan<T> source, Span<T> target)
    {
        var (shape, strides, last) = (tensor.Shape, tensor.Strides!, tensor.Shape.Length - 1);
        for (var done = 0; done < target.Length;)
        {
            var start = 0L;
            for (var axis = 0; axis <= last; axis++) start += index[axis] * strides[axis];
            var run = (int)Math.Min(shape[last] - index[last], target.Length - done);
            for (var i = 0; i < run; i++) target[done + i] = source[(int)(start + (i * strides[last]))];
            done += run;
            index[last] += run;
            for (var axis = last; axis > 0 && index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
                index[axis - 1]++;
            }
        }
    }
}
