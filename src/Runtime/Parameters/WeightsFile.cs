using Sinter.Checkpoints;

namespace Sinter.Runtime;

/// <summary>A network's weights and states as a file that PyTorch's safetensors reads as a <c>state_dict</c>.</summary>
internal static class WeightsFile
{
    public static void Save(Weights weights, string path) =>
        SafetensorsWriter.Write(path, Tensors(weights), [new(CheckpointFormat.Key, CheckpointFormat.Weights), new("network", weights.Info.Name)]);

    public static void Load(Weights weights, string path)
    {
        using var reader = new SafetensorsReader(path);
        if (CheckpointFormat.IsTrainer(reader.Metadata))
            throw reader.Defect("the file is a checkpoint of a trainer, not of a network; a trainer's LoadCheckpoint reads it");
        reader.Load(Tensors(weights), weights.Info.Name);
    }

    /// <summary>The parameters and states of a network, named with a prefix.</summary>
    public static List<StoredTensor> Tensors(Weights weights, string prefix = "")
    {
        var tensors = StoredTensor.OfParameters(weights.Info, weights.Info.Parameters, weights.ParameterArena, prefix);
        foreach (var row in weights.Info.States) tensors.Add(new StoredTensor(prefix + row.Key, row.Shape, row.IsCounter, weights.StateArena, row.Offset));
        return tensors;
    }
}
