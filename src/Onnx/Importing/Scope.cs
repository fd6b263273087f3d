namespace Sinter.Onnx.Importing;

/// <summary>The values of a graph by their names; a branch sees those of the graph around it.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, Operand> values = new(StringComparer.Ordinal);

    public Operand this[string name]
    {
        set => values[name] = value;
    }

    public bool TryGet(string name, out Operand value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.values.TryGetValue(name, out value!)) return true;
        }

        value = null!;
        return false;
    }

    private Scope? Outer => outer;
}
