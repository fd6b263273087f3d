using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>
/// States with every place how many floats are planned for it, and what it holds: what the checked build of the runtime holds every access
/// against.
/// </summary>
internal static class StateLengths
{
    /// <summary>The same network, all of whose programs state lengths.</summary>
    public static LoweredNetwork Run(LoweredNetwork network) => network with
    {
        Prepare = Run(network.Prepare),
        Inference = Run(network.Inference),
        Decoding = Run(network.Decoding),
        PrepareDecoding = Run(network.PrepareDecoding),
        Training = Run(network.Training),
        Variants = network.Variants.Select(variant => variant with { Prepare = Run(variant.Prepare), Inference = Run(variant.Inference), Training = Run(variant.Training) }).ToEquatableArray(),
    };

    private static Program? Run(Program? program) =>
        program is null ? null : program with { Buffers = program.Buffers.Select(buffer => buffer with { IsStated = true }).ToEquatableArray() };
}
