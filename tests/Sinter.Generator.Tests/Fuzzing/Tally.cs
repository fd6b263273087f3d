using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Counts what occurs in random networks, as the compiled programs say.</summary>
internal sealed class Tally
{
    // The columns of a panel of a packed matrix.
    private const int PanelWidth = 32;

    private readonly Dictionary<string, int> counts = [];
    private int networks;

    /// <summary>Counts what occurs in the programs of one network, each thing once.</summary>
    public void Add(IEnumerable<string> facts)
    {
        networks++;
        foreach (var fact in facts.Distinct()) counts[fact] = counts.GetValueOrDefault(fact) + 1;
    }

    /// <summary>The number and share of networks in which something occurred, the most frequent first.</summary>
    public override string ToString() => string.Join("\n", counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
        .Select(count => FormattableString.Invariant($"{count.Value,8:N0} {100.0 * count.Value / networks,6:F1} %  {count.Key}")));

    /// <summary>What occurs in a compiled network.</summary>
    public static IEnumerable<string> Facts(Recipe recipe, PassOptions options, LoweredNetwork network)
    {
        if (options.Disabled.Count > 0) yield return "passes switched off";
        if (options.Caches != CacheSizes.Usual) yield return "small caches assumed";
        if (recipe.IsList) yield return "read from a list of attributes";
        else if (recipe.HasSpelling) yield return "read from methods in C#";
        if (network.Symbols.Count == 1) yield return "one symbol";
        if (network.Symbols.Count > 1) yield return "several symbols";
        if (network.Decoding is not null) yield return "a decoder";
        if (network.Inference!.Borrowed is not null || network.Training?.Borrowed is not null) yield return "an input read in its place";
        if (network.Inference.SamplesTogether > 0) yield return "groups of samples";
        foreach (var input in network.Inputs)
        {
            if (input.IgnoreIndex is not null) yield return "ignored labels";
            if (input.Type == DataType.Int32 && !input.IsTarget) yield return "tokens or lengths";
        }

        foreach (var step in Steps(network.Inference).Concat(Steps(network.Training)).Concat(Steps(network.Decoding)))
        {
            switch (step)
            {
                case BandStep bands:
                    yield return "images in bands";
                    if (bands.Body.Any(kernel => kernel.Above > 0 || kernel.Ahead > 0)) yield return "bands with rows of their neighbours";
                    break;
                case ScanStep:
                    yield return "scans";
                    break;
                case KernelStep kernel:
                    if (kernel.Epilogue is not null) yield return "epilogues";
                    if (IsFiltered(kernel)) yield return "Winograd's filtering";
                    if (kernel.Calls.Any(call => call.Kernel.Type == "Attention")) yield return "attention";
                    if (kernel.Calls.Any(call => call.Kernel.Type == "Convolution")) yield return "convolutions";
                    if (kernel.Calls.SelectMany(call => call.Arguments).OfType<SizesArgument>().SelectMany(sizes => sizes.Sizes).Any(IsSeveralPanels)) yield return "several panels";
                    break;
            }
        }
    }

    public static bool IsFiltered(Step step) => step is KernelStep { Choice.IsWinograd: true } || (step is BandStep bands && bands.Body.Any(kernel => IsFiltered(kernel.Kernel)));

    private static bool IsSeveralPanels((string Name, Extent Value) size) =>
        size.Name is "Columns" or "OutChannels" && size.Value is { IsConstant: true, Factor: > PanelWidth };

    private static IEnumerable<Step> Steps(Program? program) => program is null ? [] : program.Steps.SelectMany(step => step switch
    {
        ScanStep scan => scan.Body.Prepend(scan),
        BandStep bands => bands.Body.Select(kernel => (Step)kernel.Kernel).Prepend(bands),
        _ => [step],
    });
}
