using Sinter.Checkpoints;
using Sinter.Loading;

namespace Sinter.Runtime;

/// <summary>A network's weights and states as a file that PyTorch's safetensors reads as a <c>state_dict</c>.</summary>
internal static class WeightsFile
{
    public static void Save(Weights weights, string path, WeightPrecision precision) =>
        SafetensorsWriter.Write(path, Tensors(weights), [new(CheckpointFormat.Key, CheckpointFormat.Weights), new("network", weights.Info.Name)], precision);

    /// <summary>Reads weights; all of them or none, unless they are fresh and nobody has seen them.</summary>
    public static LoadResult Load(Weights weights, WeightSource source, LoadOptions? options, bool isFresh)
    {
        using var tensors = source.Open();
        return WeightLoader.Load(tensors, Tensors(weights), weights.Info.Name, options ?? new LoadOptions(), isFresh);
    }

    /// <summary>The parameters and states of a network, named with a prefix.</summary>
    public static List<StoredTensor> Tensors(Weights weights, string prefix = "")
    {
        var tensors = StoredTensor.OfParameters(weights.Info, weights.Info.Parameters, weights.ParameterArena, prefix);
        foreach (var row in weights.Info.States) tensors.Add(new StoredTensor(prefix + row.Key, row.Shape, row.IsCounter, weights.StateArena, row.Offset));
        return tensors;
    }
}
