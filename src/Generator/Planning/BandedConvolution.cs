using Sinter.Generator.Programs;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Planning;

/// <summary>A convolution that can compute some rows of its output alone, and the images that it reads and writes row by row.</summary>
/// <param name="Kernel">The step.</param>
/// <param name="Shape">The extents of the whole.</param>
/// <param name="Image">The buffer of the image.</param>
/// <param name="Output">The buffer of the output.</param>
/// <param name="Operands">The buffers that the epilogue reads where it writes.</param>
internal sealed record BandedConvolution(KernelStep Kernel, ConvolutionShape Shape, int Image, int Output, EquatableArray<int> Operands)
{
    /// <summary>The parameters of a convolution kernel that are images.</summary>
    public const string ImageParameter = "image", OutputParameter = "output";

    /// <summary>The products of an image.</summary>
    public long Products => Shape.OutHeight * OutputRow * Shape.Inner;

    /// <summary>The floats of an output row.</summary>
    public long OutputRow => (long)Shape.OutWidth * Shape.OutChannels;

    /// <summary>Whether what this writes is the image that another reads, pixel by pixel.</summary>
    public bool IsReadAsImageBy(BandedConvolution reader) =>
        (Shape.OutHeight, Shape.OutWidth, Shape.OutChannels) == (reader.Shape.InHeight, reader.Shape.InWidth, reader.Shape.InChannels);

    /// <summary>Whether both outputs have the same rows.</summary>
    public bool HasRowsOf(BandedConvolution other) => (Shape.OutHeight, OutputRow) == (other.Shape.OutHeight, other.OutputRow);

    /// <summary>A step as such a convolution, or null.</summary>
    public static BandedConvolution? Of(Step step, PlannedBuffer[] buffers)
    {
        if (step is not KernelStep { Rows: { } shape, Calls: [var call] } kernel) return null;
        if (shape.InHeight != shape.OutHeight * shape.StrideHeight) return null;
        var places = call.Arguments.OfType<BufferArgument>().ToList();
        var (image, output) = (places.Find(place => place.Parameter == ImageParameter), places.Find(place => place.Parameter == OutputParameter));
        if (image is null || output is null) return null;
        if (!IsWhole(image, (long)shape.InHeight * shape.InWidth * shape.InChannels) || !IsWhole(output, (long)shape.OutHeight * shape.OutWidth * shape.OutChannels)) return null;
        var operands = kernel.Epilogue is null ? [] : RowOperands(kernel.Epilogue);
        return operands is null ? null : new BandedConvolution(kernel, shape, image.Buffer, output.Buffer, operands.ToEquatableArray());

        bool IsWhole(BufferArgument place, long length) =>
            place.Offset == 0 && buffers[place.Buffer] is { Storage: Storage.Batched, Base: null } buffer && buffer.Length == length;
    }

    // What is read element by element; null if something follows the rows in another way, or is stored besides.
    private static List<int>? RowOperands(LoopBody epilogue)
    {
        var operands = new List<int>();
        if (epilogue.Stores.Count > 0) return null;
        foreach (var value in epilogue.Values)
        {
            if (value.Kind is BodyKind.Iota or BodyKind.Random) return null;
            if (value.Kind != BodyKind.Load || value.Access is not { IsScalar: false } access) continue;
            var operand = epilogue.Operands[value.Operand].Buffer;
            if (access.IsFull) operands.Add(operand);
            else if (!FollowsColumnsAlone(access, epilogue.Lanes)) return null;
        }

        return operands;
    }

    private static bool FollowsColumnsAlone(Access access, Extent lanes) =>
        access.Segments is [{ Repeats: false } columns, { Repeats: true }] && columns.Length == lanes;
}
