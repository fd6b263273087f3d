using Sinter.Runtime;

namespace Sinter.Checkpoints;

/// <summary>A network's weights and states as a file that PyTorch's safetensors reads as a <c>state_dict</c>.</summary>
internal static class WeightsFile
{
    public static void Save(Weights weights, string path) =>
        SafetensorsWriter.Write(path, StoredTensor.Of(weights), [new("format", "pt"), new("network", weights.Info.Name)]);

    public static void Load(Weights weights, string path)
    {
        using var reader = new SafetensorsReader(path);
        if (TrainerCheckpoint.Is(reader))
            throw reader.Defect("the file is a checkpoint of a trainer, not of a network; a trainer's LoadCheckpoint reads it");
        reader.Load(StoredTensor.Of(weights), weights.Info.Name);
    }
}
