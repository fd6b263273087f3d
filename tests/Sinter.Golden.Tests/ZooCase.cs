using Zoo.Catalog;

namespace Sinter.Golden;

/// <summary>A network of samples/Zoo with the weights, inputs and targets that its reference had.</summary>
internal sealed class ZooCase(string name)
{
    public Species Species { get; } = Species.Find(name)!;

    public ZooGolden Golden { get; } = new(name);

    public int Batch => Golden.Shape(Species.Info.Inputs[0].Name)[0];

    public Specimen Create()
    {
        var model = Species.Create();
        foreach (var tensor in model.Parameters.Concat(model.States ?? Enumerable.Empty<NetworkParameter>()))
        {
            if (!tensor.IsCounter) tensor.CopyFrom(Golden.Weight(tensor.Key, tensor.Shape));
        }

        return model;
    }

    /// <summary>What a forward pass is given, or all that a step of training is.</summary>
    public Array[] Inputs(bool withTargets) => [.. Arguments.Ports(Species, withTargets).Select(port => Golden.Input(port.Name))];

    /// <summary>The extents of the recorded batch.</summary>
    public int[] Symbols() => Arguments.Symbols(Species.Info, Golden.Shape);
}
