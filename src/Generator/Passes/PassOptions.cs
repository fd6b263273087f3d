using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>Which passes are switched off, by name, and for which caches and what memory the others choose. None of it ever changes what a network computes.</summary>
internal sealed record PassOptions(EquatableArray<string> Disabled)
{
    /// <summary>Everything on.</summary>
    public static PassOptions Default { get; } = new(EquatableArray<string>.Empty);

    /// <summary>What the passes take the caches of the processor to hold.</summary>
    public CacheSizes Caches { get; init; } = CacheSizes.Usual;

    /// <summary>Whether what is prepared of the weights is to take little memory rather than little time.</summary>
    public bool IsCompact { get; init; }

    public static PassOptions Without(params string[] names) => new(new EquatableArray<string>(names));

    /// <summary>One more pass off.</summary>
    public PassOptions AndWithout(string name) => this with { Disabled = Disabled.Append(name).ToEquatableArray() };

    public bool IsEnabled(string name)
    {
        foreach (var disabled in Disabled)
        {
            if (disabled == name) return false;
        }

        return true;
    }
}
