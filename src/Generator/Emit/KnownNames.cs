using Sinter.Runtime;

namespace Sinter.Generator.Emit;

/// <summary>Names that generated code uses without saying where they are from: nothing that it declares beside them is called the same.</summary>
internal static class KnownNames
{
    /// <summary>What every type has.</summary>
    public static IReadOnlyList<string> OfObject { get; } =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <summary>What programs are written with: types of the runtime and of .NET, and what is visible everywhere in them.</summary>
    public static IReadOnlyList<string> OfPrograms { get; } =
    [
        .. OfObject, "Run", "V",
        .. Kernels.All.SelectMany(kernel => new[] { kernel.Type, kernel.Structure }.Concat(kernel.Parameters.Select(parameter => parameter.Shape))).OfType<string>().Distinct(),
        "Band", "BlockSum", "CallSizes", "FloatBuffer", "Frame", "IBandProgram", "IProgram", "ISimd", "Identity", "IntBuffer", "Lanes",
        "MethodImpl", "MethodImplAttribute", "MethodImplOptions", "ReadOnlySpan", "Transfer", "VectorMath",
    ];
}
