using System.Globalization;
using Sinter.Runtime;
using Sinter.Tests.Simd;

namespace Sinter.Benchmarks;

/// <summary>The largest error of every vector function over all 2^32 floats, on the widest path of the processor, or of
/// what <c>DOTNET_EnableAVX512=0</c> and <c>DOTNET_EnableAVX2=0</c> leave of it.</summary>
internal static class FunctionTable
{
    private const long Floats = 1L << 32;

    // Floats that a thread takes at a time.
    private const int Share = 1 << 20;

    /// <summary>Prints the table, or the rows whose names contain a word.</summary>
    public static void Print(string filter)
    {
        Console.WriteLine("| function | path | largest error in ULP | at | stated |\n|---|---|---|---|---|");
        Row<ExpFunction>(filter);
        Row<ExpOfNegativeFunction>(filter);
        Row<Expm1Function>(filter);
        Row<LogFunction>(filter);
        Row<Log1pFunction>(filter);
        Row<TanhFunction>(filter);
        Row<SigmoidFunction>(filter);
        Row<ErfFunction>(filter);
        Row<SinFunction>(filter);
        Row<CosFunction>(filter);
        Row<TanFunction>(filter);
        Row<AtanFunction>(filter);
        Row<AsinFunction>(filter);
        Row<AcosFunction>(filter);
        Row<SinhFunction>(filter);
        Row<CoshFunction>(filter);
        Row<RsqrtFunction>(filter);
        Row<ReciprocalFunction>(filter);
        Row<RatioFunction>(filter);
    }

    private static void Row<TFunction>(string filter)
        where TFunction : struct, IVectorFunction
    {
        if (!TFunction.Name.Contains(filter, StringComparison.Ordinal)) return;
        var worst = CpuFeatures.Level switch
        {
            CpuLevel.Avx512 => Worst<TFunction, Simd512>(),
            CpuLevel.Avx2 => Worst<TFunction, Simd256>(),
            CpuLevel.Vector128 => Worst<TFunction, Simd128>(),
            _ => Worst<TFunction, SimdScalar>(),
        };
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"| {TFunction.Name} | {CpuFeatures.Level} | {worst.Size:F4} | {worst.At:R} | {TFunction.Bound} |"));
    }

    private static FunctionError Worst<TFunction, V>()
        where TFunction : struct, IVectorFunction
        where V : struct, ISimd<V>
    {
        var worst = default(FunctionError);
        var gate = new Lock();
        Parallel.For(
            0,
            Floats / Share,
            () => (Check: new FunctionCheck<TFunction>(), Worst: default(FunctionError)),
            (share, _, thread) =>
            {
                for (var first = share * Share; first < (share + 1) * Share; first += FunctionCheck<TFunction>.Length)
                {
                    thread.Check.Take((uint)first, 1, FunctionCheck<TFunction>.Length);
                    thread.Worst = thread.Worst.Or(thread.Check.Worst<V>());
                }

                return thread;
            },
            thread =>
            {
                lock (gate) worst = worst.Or(thread.Worst);
            });
        return worst;
    }
}
