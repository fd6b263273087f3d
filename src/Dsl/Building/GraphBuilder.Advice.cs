namespace Sinter.Graphs;

// What the author should hear about a network that is not wrong.
internal sealed partial class GraphBuilder
{
    private readonly List<Advice> advice = [];
    private readonly Dictionary<int, int> makerOf = [];

    /// <summary>What layers had to say so far.</summary>
    public IReadOnlyList<Advice> Given => advice;

    /// <summary>Tells the author something; the network stays as it is.</summary>
    public void Advise(Advice item) => advice.Add(item);

    /// <summary>The innermost layer that returned a value, or null.</summary>
    public Layer? MadeBy(int id) => makerOf.TryGetValue(id, out var layer) ? layers[layer] : null;

    /// <summary>Whether there is a parameter of this full name.</summary>
    public bool HasParameter(string key) => leafByKey.ContainsKey(key);
}
