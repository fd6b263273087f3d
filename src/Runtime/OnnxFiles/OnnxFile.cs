using System.Runtime.InteropServices;
using System.Text;
using Sinter.Checkpoints;

namespace Sinter.OnnxFiles;

/// <summary>Writes a model: what its text states, and the weights behind it.</summary>
/// <param name="text">The model.</param>
/// <param name="tensors">All tensors of the network, by the names that the model has for them.</param>
/// <param name="most">The most bytes of a file that holds the weights itself.</param>
internal sealed class OnnxFile(OnnxModelText text, IEnumerable<StoredTensor> tensors, long most = int.MaxValue)
{
    private const int GraphField = 7, Initializer = 5;

    // Weights in a file of their own begin where their elements are aligned for any processor.
    private const int Alignment = 64;

    private readonly List<StoredTensor> weights = Chosen(text, tensors);

    /// <summary>Whether the format has no room for the weights in the model's file: a message is shorter than 2 GB.</summary>
    private bool IsTooLong => text.Graph.Length + weights.Sum(weight => weight.Bytes + 1024) > most;

    /// <summary>Writes the file; what is too long for it goes into a file beside it.</summary>
    public void Write(string path)
    {
        if (!IsTooLong)
        {
            AtomicFile.Write(path, WriteInto);
            return;
        }

        var data = path + ".data";
        AtomicFile.Write(data, stream =>
        {
            foreach (var weight in weights)
            {
                WriteElements(stream, weight);
                stream.Write(new byte[Padding(weight)]);
            }
        });
        AtomicFile.Write(path, stream =>
        {
            var (offset, heads) = (0L, new WireWriter());
            foreach (var weight in weights)
            {
                heads.Message(Initializer, External(Head(weight), Path.GetFileName(data), offset, weight.Bytes));
                offset += weight.Bytes + Padding(weight);
            }

            Begin(stream, heads.Length);
            stream.Write(heads.Written);
        });
    }

    /// <summary>Writes all of it into a stream.</summary>
    /// <exception cref="NotSupportedException">The format has no room for so many weights in one file.</exception>
    public void WriteInto(Stream stream)
    {
        if (IsTooLong) throw new NotSupportedException("An ONNX file holds less than 2 GB; save the network by a path, which puts its weights into a file beside it.");
        var heads = weights.ConvertAll(weight =>
        {
            var head = Head(weight).Begin(9, weight.Bytes);
            return new WireWriter().Begin(Initializer, head.Length + weight.Bytes).Raw(head.Written);
        });
        Begin(stream, heads.Sum(head => (long)head.Length) + weights.Sum(weight => weight.Bytes));
        for (var i = 0; i < heads.Count; i++)
        {
            stream.Write(heads[i].Written);
            WriteElements(stream, weights[i]);
        }
    }

    private void Begin(Stream stream, long initializers)
    {
        stream.Write(text.Head.Written);
        stream.Write(new WireWriter().Begin(GraphField, text.Graph.Length + initializers).Written);
        stream.Write(text.Graph.Written);
    }

    private static WireWriter Head(in StoredTensor weight)
    {
        var head = new WireWriter();
        foreach (var extent in weight.Shape) head.Integer(1, extent);
        return head.Integer(2, weight.IsCounter ? 7 : 1).Bytes(8, Encoding.UTF8.GetBytes(weight.Name));
    }

    private static WireWriter External(WireWriter head, string file, long offset, long length)
    {
        foreach (var (key, value) in new[] { ("location", file), ("offset", $"{offset}"), ("length", $"{length}") })
            head.Message(13, new WireWriter().Bytes(1, Encoding.UTF8.GetBytes(key)).Bytes(2, Encoding.UTF8.GetBytes(value)));
        return head.Integer(14, 1);
    }

    private static void WriteElements(Stream stream, in StoredTensor weight)
    {
        const int Chunk = 1 << 24;
        var values = weight.Values;
        for (var start = 0; start < values.Length; start += Chunk) stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Chunk, values.Length - start))));
    }

    private static int Padding(in StoredTensor weight) => (int)(-weight.Bytes & (Alignment - 1));

    // Names in quotation marks have none in them.
    private static List<StoredTensor> Chosen(OnnxModelText text, IEnumerable<StoredTensor> tensors)
    {
        var byKey = tensors.ToDictionary(tensor => tensor.Name.Replace('"', '\''), StringComparer.Ordinal);
        return [.. text.Weights.Select(weight => byKey[weight.Key] with { Name = weight.Name })];
    }
}
