using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Planning;

/// <summary>
/// Cuts images into bands of rows where convolutions follow one another whose images are too large for a cache: all of them compute a band
/// before the first goes on to the next (the fused layers of Alwani et al. 2016). What they hand on needs memory for the rows of a band
/// alone. Rows that a window looks at below its band are computed ahead of it, and kept for the next band. A thread computes a run of bands;
/// only the few rows above its first one are computed by the thread before it, too.
/// </summary>
internal sealed class BandImages
{
    public const string Name = nameof(BandImages);

    /// <summary>Products that take as long as a float takes to a memory beyond the cache and back; where there are more, the memory keeps up.</summary>
    private const long ProductsOfJourney = 48;

    private readonly PlannedBuffer[] buffers;
    private readonly int firstStep;
    private readonly CacheSizes caches;
    private readonly CancellationToken cancellation;

    // What each worker needs for the rows of a band.
    private long scratch;

    private BandImages(PreparedProgram program, CacheSizes caches, CancellationToken cancellation) =>
        (buffers, firstStep, this.caches, this.cancellation) = (program.Buffers.ToArray(), program.FirstStep, caches, cancellation);

    /// <summary>A program, some of whose steps are in bands.</summary>
    public static PreparedProgram Run(PreparedProgram program, CacheSizes caches, CancellationToken cancellation)
    {
        var bands = new BandImages(program, caches, cancellation);
        var steps = bands.Run(program.Main.Steps.ToList());
        return program with
        {
            Main = program.Main with { Steps = steps.ToEquatableArray(), ScratchPerWorker = Math.Max(program.Main.ScratchPerWorker, bands.scratch) },
            Buffers = bands.buffers.ToEquatableArray(),
        };
    }

    private List<Step> Run(List<Step> steps)
    {
        var convolutions = steps.ConvertAll(step => BandedConvolution.Of(step, buffers));
        var result = new List<Step>();
        for (var index = 0; index < steps.Count;)
        {
            var end = index;
            while (end < steps.Count && convolutions[end] is not null) end++;
            var run = Worthwhile(convolutions.GetRange(index, end - index)!, firstStep + index, out var skipped);
            var plan = run.Count == 0 ? null : Plan(run, firstStep + index + skipped);
            if (plan is null)
            {
                end = Math.Max(end, index + 1);
                result.AddRange(steps.GetRange(index, end - index));
            }
            else
            {
                result.AddRange(steps.GetRange(index, skipped));
                result.Add(Apply(plan));
                end = index + skipped + run.Count;
            }

            index = end;
        }

        return result;
    }

    // From the first convolution that hands a large image on to the last that is handed one.
    private List<BandedConvolution> Worthwhile(List<BandedConvolution> run, int step, out int skipped)
    {
        var (first, last) = (run.Count, -1);
        for (var index = 0; index < run.Count; index++)
        {
            var output = buffers[run[index].Output];
            if (output.Length <= caches.Image || output.Last >= step + run.Count) continue;
            first = Math.Min(first, index);
            last = Math.Max(last, output.Last - step);
        }

        skipped = first;
        if (last < 0) return [];
        var worthwhile = run.GetRange(first, last + 1 - first);
        var handedOn = worthwhile.Sum(convolution => buffers[convolution.Output].Last <= step + last ? buffers[convolution.Output].Length : 0);
        return worthwhile.Sum(convolution => convolution.Products) <= ProductsOfJourney * handedOn ? worthwhile : [];
    }

    // The fewest bands whose images fit the cache.
    private BandPlan? Plan(List<BandedConvolution> run, int step)
    {
        var readers = BandPlan.Readers(run);
        foreach (var bands in Divisors((int)run.Aggregate(0L, (divisor, convolution) => Dim.Divisor(divisor, convolution.Shape.OutHeight))))
        {
            cancellation.ThrowIfCancellationRequested();
            if (bands > 1 && BandPlan.Try(run, readers, bands, step, buffers) is { } plan && plan.UsedLength <= caches.Band) return plan;
        }

        return null;
    }

    // In ascending order.
    private static IEnumerable<int> Divisors(int number)
    {
        var larger = new Stack<int>();
        for (var divisor = 1; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor != 0) continue;
            yield return divisor;
            if (number / divisor > divisor) larger.Push(number / divisor);
        }

        while (larger.Count > 0) yield return larger.Pop();
    }

    private BandStep Apply(BandPlan plan)
    {
        plan.Place(buffers);
        foreach (var kernel in plan.Kernels)
        {
            for (var band = 0; band < plan.Bands; band++)
            {
                cancellation.ThrowIfCancellationRequested();
                NeedScratch(kernel, band, plan.Bands, isFirst: false);
                NeedScratch(kernel, band, plan.Bands, isFirst: true);
            }
        }

        var layers = plan.Kernels.SelectMany(kernel => kernel.Kernel.Layers).Distinct().ToEquatableArray();
        return new BandStep(layers, "Bands", $"{plan.Bands} bands of each image", plan.Bands, plan.Kernels.ToEquatableArray());
    }

    private void NeedScratch(BandedKernel kernel, int band, int bands, bool isFirst)
    {
        var (first, end) = kernel.Rows.RowsOfBand(band, bands, kernel.Height, kernel.Above, kernel.Ahead, isFirst);
        scratch = Math.Max(scratch, ScratchSizes.ConvolutionForward(kernel.Rows.OfRows(first, end, out _), workers: 1));
    }
}
