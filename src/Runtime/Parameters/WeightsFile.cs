using Sinter.Checkpoints;
using Sinter.Loading;

namespace Sinter.Runtime;

/// <summary>A network's weights and states as a file that PyTorch's safetensors reads as a <c>state_dict</c>.</summary>
internal static class WeightsFile
{
    public static void Save(Weights weights, string path, WeightPrecision precision) =>
        SafetensorsWriter.Write(path, Tensors(weights, ""), [new(CheckpointFormat.Key, CheckpointFormat.Weights), new("network", weights.Info.Name)], precision);

    /// <summary>Reads weights; all of them or none, unless they are fresh and nobody has seen them.</summary>
    public static LoadResult Load(Weights weights, WeightSource source, LoadOptions? options, bool isFresh)
    {
        var (plain, count) = (weights.Plain, weights.Plain.IsWorthIt ? weights.Info.Parameters.Count : 0);
        var (loaded, origins) = (new bool[count], new TensorOrigin?[count]);
        var tensors = source.Open();
        var isKept = false;
        plain.BeginReading();
        try
        {
            // What the source may lack is needed with what it has, by a call that should not have to look for it.
            if (!isFresh && options is { Strict: false }) plain.RestoreAll();
            var result = WeightLoader.Load(tensors, Tensors(weights, ""), weights.Info.Name, options ?? new LoadOptions(), isFresh, loaded, origins);
            if (count > 0) plain.Loaded(loaded, origins);
            foreach (var content in origins.OfType<TensorOrigin>().Select(origin => origin.Content).Distinct())
            {
                content.Unlock();
                isKept = true;
            }

            return result;
        }
        finally
        {
            plain.EndReading();

            // What can be read again stays open as long as somebody may.
            if (!isKept) tensors.Dispose();
        }
    }

    /// <summary>The parameters and states of a network, in memory until others are loaded.</summary>
    public static List<StoredTensor> Tensors(Weights weights)
    {
        weights.Plain.KeepUntilLoaded();
        return Tensors(weights, "");
    }

    /// <summary>The same, named with a prefix, wherever they are: by those who have seen to it that they are in memory.</summary>
    public static List<StoredTensor> Tensors(Weights weights, string prefix)
    {
        var tensors = StoredTensor.OfParameters(weights.Info, weights.Info.Parameters, weights.ParameterArena, prefix);
        foreach (var row in weights.Info.States) tensors.Add(new StoredTensor(prefix + row.Key, row.Shape, row.IsCounter, weights.StateArena, row.Offset));
        return tensors;
    }
}
