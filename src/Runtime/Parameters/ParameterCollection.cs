using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Sinter.Runtime;

namespace Sinter;

/// <summary>A network's named tensors in the order of its table: its parameters, its states, or a trainer's gradients.</summary>
public sealed class ParameterCollection : IReadOnlyList<NetworkParameter>
{
    private readonly string network;
    private readonly NetworkParameter[] items;
    private readonly Dictionary<string, int> indices;

    private readonly IReadOnlyList<ParameterInfo> frozen;

    private ParameterCollection(string network, NetworkParameter[] items, IReadOnlyList<ParameterInfo>? frozen = null)
    {
        (this.network, this.items, this.frozen) = (network, items, frozen ?? []);
        indices = new Dictionary<string, int>(items.Length, StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++) indices.Add(items[i].Key, i);
    }

    /// <summary>The number of tensors.</summary>
    public int Count => items.Length;

    /// <summary>The tensor at a position of the table.</summary>
    public NetworkParameter this[int index] => items[index];

    /// <summary>The tensor with a PyTorch name.</summary>
    /// <exception cref="KeyNotFoundException">The network has no tensor of that name, or it is frozen and has no gradient.</exception>
    public NetworkParameter this[string key] => indices.TryGetValue(key, out var index) ? items[index] : throw NotFound(key);

    private KeyNotFoundException NotFound(string key) => frozen.Any(parameter => parameter.Key == key)
        ? new($"{network}: '{key}' is frozen, and has no gradient.")
        : new($"{network} has no tensor '{key}'. It has: {string.Join(", ", items.Take(20).Select(item => item.Key))}{(items.Length > 20 ? ", …" : "")}.");

    /// <summary>Looks a tensor up by its PyTorch name.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out NetworkParameter parameter)
    {
        var found = indices.TryGetValue(key, out var index);
        parameter = found ? items[index] : default;
        return found;
    }

    /// <inheritdoc/>
    public IEnumerator<NetworkParameter> GetEnumerator() => ((IEnumerable<NetworkParameter>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A view of an arena with the layout of the parameter table.</summary>
    internal static ParameterCollection OfParameters(NetworkInfo info, PinnedArena arena, Weights? changed) => Of(info, info.Parameters, arena, changed);

    /// <summary>A view of an arena with the layout of the parameter table, which ends where frozen parameters begin.</summary>
    internal static ParameterCollection OfGradients(NetworkInfo info, PinnedArena arena) => Of(info, [.. info.Parameters.Where(row => !row.IsFrozen)], arena, changed: null);

    private static ParameterCollection Of(NetworkInfo info, IReadOnlyList<ParameterInfo> rows, PinnedArena arena, Weights? changed) => new(
        info.Name,
        [.. rows.Select((row, index) => new NetworkParameter(info.Name, arena, row.Key, row.Shape, row.Offset, row.Length, changed, row: index))],
        [.. info.Parameters.Except(rows)]);

    /// <summary>A view of an arena with the layout of the state table.</summary>
    internal static ParameterCollection OfStates(NetworkInfo info, PinnedArena arena, Weights? changed)
    {
        var items = new NetworkParameter[info.States.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var row = info.States[i];
            items[i] = new NetworkParameter(info.Name, arena, row.Key, row.Shape, row.Offset, row.Length, changed, row.IsCounter);
        }

        return new ParameterCollection(info.Name, items);
    }
}
