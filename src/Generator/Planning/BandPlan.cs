using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Planning;

/// <summary>How far each of some convolutions runs ahead of a band, and the rows that are held between them.</summary>
internal sealed class BandPlan
{
    private readonly Dictionary<int, PlannedBuffer> windows = [];
    private readonly int firstStep;

    private BandPlan(int bands, int firstStep) => (Bands, this.firstStep) = (bands, firstStep);

    /// <summary>The bands of an image.</summary>
    public int Bands { get; }

    /// <summary>The convolutions in order.</summary>
    public List<BandedKernel> Kernels { get; } = [];

    /// <summary>The floats of the rows that a band behind another one writes and reads.</summary>
    public long UsedLength { get; private set; }

    /// <summary>
    /// A plan for a number of bands that divides the rows of every output. Null if a band is too low for its windows, and where what
    /// is read behind the convolutions is read between them too: a thread had to wait for rows of another.
    /// </summary>
    /// <param name="run">The convolutions in order.</param>
    /// <param name="readersOf">Which of them read each.</param>
    /// <param name="bands">The bands of an image.</param>
    /// <param name="firstStep">The step of the first convolution.</param>
    /// <param name="buffers">All buffers.</param>
    public static BandPlan? Try(List<BandedConvolution> run, ILookup<int, int> readersOf, int bands, int firstStep, PlannedBuffer[] buffers)
    {
        var plan = new BandPlan(bands, firstStep);
        var readers = new BandReaders[run.Count];
        for (var index = run.Count - 1; index >= 0; index--)
        {
            var (writer, height) = (run[index], run[index].Shape.OutHeight / bands);
            var read = new BandReaders();
            foreach (var later in readersOf[writer.Output])
            {
                if (later > index && !read.TryAdd(writer, run[later], readers[later])) return null;
            }

            readers[index] = read;
            if (read.Above > height || read.Ahead >= height) return null;
            plan.Kernels.Add(new BandedKernel(writer.Kernel, height, read.Above, read.Ahead, writer.Operands));
            if (!read.Any) continue;
            if (buffers[writer.Output].Last >= firstStep + run.Count) return null;
            plan.Hold(writer.Output, buffers[writer.Output], new BandWindow(height, read.Above, read.Ahead, read.Carried, writer.OutputRow), run.Count);
        }

        plan.Kernels.Reverse();
        var used = plan.windows.Values.Select(window => window with { Length = window.Window!.UsedLength }).ToArray();
        plan.UsedLength = PlanMemory.Run(used, Storage.Window, share: true).Planned;
        return plan;
    }

    /// <summary>By buffer, which of some convolutions read it.</summary>
    public static ILookup<int, int> Readers(List<BandedConvolution> run) => Enumerable.Range(0, run.Count)
        .SelectMany(index => run[index].Operands.Append(run[index].Image).Distinct().Select(buffer => (Buffer: buffer, Index: index)))
        .ToLookup(pair => pair.Buffer, pair => pair.Index);

    /// <summary>Replaces images by their windows, and lets all else that the bands use live until the last of them.</summary>
    public void Place(PlannedBuffer[] buffers)
    {
        var lastStep = firstStep + Kernels.Count - 1;
        for (var index = 0; index < buffers.Length; index++)
        {
            var buffer = buffers[index];
            if (windows.TryGetValue(index, out var window)) buffers[index] = window;
            else if (buffer.First <= lastStep && buffer.Last >= firstStep)
                buffers[index] = buffer with { First = Math.Min(buffer.First, firstStep), Last = Math.Max(buffer.Last, lastStep) };
        }
    }

    // Rows that the band before has left must outlive all steps of a band.
    private void Hold(int index, PlannedBuffer image, BandWindow window, int steps)
    {
        var held = image with { Storage = Storage.Window, Length = window.Length, Count = window.Length, Window = window };
        windows[index] = window.Carried > 0 ? held with { First = firstStep, Last = firstStep + steps - 1 } : held;
    }

    /// <summary>The rows, relative to a band, that the readers of an image look at.</summary>
    private struct BandReaders
    {
        private int first;

        /// <summary>Whether there are readers at all.</summary>
        public bool Any { get; private set; }

        /// <summary>Rows before the band that a thread reads whose first band this is.</summary>
        public int Above { get; private set; }

        /// <summary>Rows behind the band.</summary>
        public int Ahead { get; private set; }

        /// <summary>Rows that a band reads and the one before has computed.</summary>
        public readonly int Carried => Ahead - first;

        /// <summary>Adds a convolution, if it is a reader; returns false if it reads other rows than are written.</summary>
        public bool TryAdd(BandedConvolution writer, BandedConvolution reader, in BandReaders ofReader)
        {
            var shape = reader.Shape;
            if (reader.Image == writer.Output)
            {
                if (!writer.IsReadAsImageBy(reader)) return false;
                var below = ((shape.KernelHeight - 1) * shape.DilationHeight) + 1 - shape.StrideHeight - shape.PadTop;
                Add(
                    (ofReader.Ahead * shape.StrideHeight) - shape.PadTop, (ofReader.Above * shape.StrideHeight) + shape.PadTop,
                    (ofReader.Ahead * shape.StrideHeight) + below);
            }

            if (!reader.Operands.Contains(writer.Output)) return true;
            Add(ofReader.Ahead, ofReader.Above, ofReader.Ahead);
            return writer.HasRowsOf(reader);
        }

        private void Add(int begin, int above, int ahead)
        {
            first = Any ? Math.Min(first, begin) : begin;
            Above = Math.Max(Above, above);
            Ahead = Math.Max(Ahead, ahead);
            Any = true;
        }
    }
}
