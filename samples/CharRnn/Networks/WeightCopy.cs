using Sinter;

namespace CharRnn.Networks;

/// <summary>Hands trained weights from the network of a window to the network of a single step.</summary>
internal static class WeightCopy
{
    /// <summary>Copies every parameter to the one of the same name.</summary>
    public static void Run(ParameterCollection from, ParameterCollection to)
    {
        foreach (var parameter in to) parameter.CopyFrom(from[parameter.Key].Values);
    }
}
