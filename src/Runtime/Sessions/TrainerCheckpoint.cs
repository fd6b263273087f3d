using System.Globalization;
using Sinter.Checkpoints;
using Sinter.Loading;
using Sinter.Optimizers;

namespace Sinter.Runtime;

/// <summary>
/// Everything a training run needs to go on to the same bits: weights, states, optimizer state, step and seed. Random numbers are a pure
/// function of seed and step, so there is no generator to store.
/// </summary>
internal static class TrainerCheckpoint
{
    private const string NetworkKey = "network", OptimizerKey = "optimizer", StepKey = "step", SeedKey = "seed", WeightsPrefix = "weights/";

    public static void Save(string path, Weights weights, Optimizer optimizer, PinnedArena[] slots, long step, ulong seed) =>
        SafetensorsWriter.Write(path, Tensors(weights, optimizer, slots),
        [
            new(CheckpointFormat.Key, CheckpointFormat.Trainer),
            new(NetworkKey, weights.Info.Name),
            new(OptimizerKey, optimizer.Name),
            new(StepKey, step.ToString(CultureInfo.InvariantCulture)),
            new(SeedKey, seed.ToString(CultureInfo.InvariantCulture)),
        ]);

    /// <summary>Loads weights, states and optimizer state, and returns step and seed. Nothing changes if it throws.</summary>
    public static (long Step, ulong Seed) Load(string path, Weights weights, Optimizer optimizer, PinnedArena[] slots)
    {
        using var reader = new FileContent(path).Open(content => new SafetensorsFile(content));
        if (!CheckpointFormat.IsTrainer(reader.Metadata)) throw reader.Defect("the file is not a checkpoint of a trainer; if it holds weights alone, load them into the network");
        var format = reader.Metadata[CheckpointFormat.Key];
        if (format != CheckpointFormat.Trainer) throw reader.Defect($"the checkpoint has format {Quotation.Of(format)}, but this version reads '{CheckpointFormat.Trainer}'");
        var network = Text(reader, NetworkKey);
        if (network != weights.Info.Name) throw reader.Defect($"the checkpoint belongs to the network {Quotation.Shown(network)}, not to {weights.Info.Name}");
        var stored = Text(reader, OptimizerKey);
        if (stored != optimizer.Name) throw reader.Defect($"the checkpoint was made with the optimizer {Quotation.Shown(stored)}, but this trainer uses {optimizer.Name}");
        if (!long.TryParse(Text(reader, StepKey), NumberStyles.None, CultureInfo.InvariantCulture, out var step) || step > TrainingSession.MostSteps)
            throw reader.Defect($"'{StepKey}' in '__metadata__' is not a step number from 0 to {TrainingSession.MostSteps}");
        if (!ulong.TryParse(Text(reader, SeedKey), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
            throw reader.Defect($"'{SeedKey}' in '__metadata__' is not a seed");
        var names = reader.Sections[0].Names.ToHashSet(StringComparer.Ordinal);
        bool HasState(ParameterInfo row) => optimizer.Slots.Any(slot => names.Contains(Prefix(slot) + row.Key));
        var trained = weights.Info.Parameters.Where(row => !row.IsFrozen).ToArray();
        if (trained.Any(HasState) && trained.FirstOrDefault(row => names.Contains(WeightsPrefix + row.Key) && !HasState(row)) is { } thawed)
            throw reader.Defect($"'{thawed.Key}' was frozen when the checkpoint was made, so that it holds nothing that {optimizer.Name} keeps for it, but it is trained now; save the weights before it is trained, and begin with a new trainer");
        var frozen = weights.Info.Parameters.Where(row => row.IsFrozen).ToArray();
        var passedOver = optimizer.Slots.SelectMany(slot => frozen.Select(row => Prefix(slot) + row.Key)).ToHashSet(StringComparer.Ordinal);
        var exact = new LoadOptions { IsExact = true, Rename = name => passedOver.Contains(name) ? null : name };
        WeightLoader.Load(reader, Tensors(weights, optimizer, slots), $"a {weights.Info.Name} trained with {optimizer.Name}", exact, isFresh: false);
        return (step, seed);
    }

    private static List<StoredTensor> Tensors(Weights weights, Optimizer optimizer, PinnedArena[] slots)
    {
        var tensors = WeightsFile.Tensors(weights, WeightsPrefix);
        var trained = weights.Info.Parameters.Where(row => !row.IsFrozen).ToArray();
        for (var i = 0; i < slots.Length; i++)
        {
            var range = optimizer.SquareSlots.Contains(optimizer.Slots[i]) ? ValueRange.NotNegative : ValueRange.Numbers;
            tensors.AddRange(StoredTensor.OfParameters(weights.Info, trained, slots[i], Prefix(optimizer.Slots[i]), range));
        }

        return tensors;
    }

    private static string Prefix(string slot) => $"optimizer/{slot}/";

    private static string Text(SafetensorsFile reader, string key) =>
        reader.Metadata.TryGetValue(key, out var value) ? value : throw reader.Defect($"the checkpoint has no '{key}' in its '__metadata__'");
}
