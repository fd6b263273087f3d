using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Which passes are switched off, by name. Switching one off never changes what a network computes.</summary>
internal sealed record PassOptions(EquatableArray<string> Disabled)
{
    /// <summary>Everything on.</summary>
    public static PassOptions Default { get; } = new(EquatableArray<string>.Empty);

    public static PassOptions Without(params string[] names) => new(new EquatableArray<string>(names));

    /// <summary>One more pass off.</summary>
    public PassOptions AndWithout(string name) => new(Disabled.Append(name).ToEquatableArray());

    public bool IsEnabled(string name)
    {
        foreach (var disabled in Disabled)
        {
            if (disabled == name) return false;
        }

        return true;
    }
}
