namespace Sinter.Generator.Model;

/// <summary>The names of the incremental steps, as the tests ask for them.</summary>
internal static class TrackingNames
{
    /// <summary>A declaration read into a <see cref="NetworkModel"/>.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>A model compiled to a program.</summary>
    public const string Lower = nameof(Lower);

    /// <summary>A program written as C#.</summary>
    public const string Emit = nameof(Emit);
}
