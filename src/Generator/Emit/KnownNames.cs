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
        "Attention", "AttentionShape", "Band", "BlockSum", "CallSizes", "Convolution", "ConvolutionShape", "FloatBuffer", "Frame", "Fused", "IBandProgram", "IEpilogue",
        "IFusedReduction", "IFusedStep", "IProgram", "ISimd", "Identity", "Indexing", "IntBuffer", "Lanes", "MatMul", "MatMulShape", "MethodImpl", "MethodImplAttribute",
        "MethodImplOptions", "Movement", "PackView", "PoolShape", "Pooling", "ReadOnlySpan", "Transfer", "VectorMath",
    ];
}
