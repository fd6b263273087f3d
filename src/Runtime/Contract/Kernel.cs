using System.Collections.Generic;

namespace Sinter.Runtime;

/// <summary>What a parameter of a kernel is to it.</summary>
internal enum KernelRole
{
    /// <summary>Memory that is written.</summary>
    Output,

    /// <summary>Memory that is read. Vectors may reach behind its last element.</summary>
    Input,

    /// <summary>Memory of which nothing is read but the elements that are meant: it may belong to the caller.</summary>
    ExactInput,

    /// <summary>Memory that is read where it is given, and may be left out.</summary>
    OptionalInput,

    /// <summary>Memory that is written where it is given, and may be left out.</summary>
    OptionalOutput,

    /// <summary>Integers that are read.</summary>
    Indices,

    /// <summary>A record of sizes.</summary>
    Sizes,

    /// <summary>A number of elements.</summary>
    Count,

    /// <summary>Several numbers of elements.</summary>
    Counts,

    /// <summary>A number.</summary>
    Value,

    /// <summary>A yes or no.</summary>
    Flag,

    /// <summary>How many samples there are.</summary>
    Batch,

    /// <summary>The places that a structure of generated code reads and writes.</summary>
    Operands,

    /// <summary>The extents that the call binds.</summary>
    Bindings,

    /// <summary>Memory for the kernel's own use, of the length that <c>ScratchSizes</c> states.</summary>
    Scratch,
}

/// <summary>A parameter of a kernel, behind the threads that it is given first.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Role">What it is.</param>
/// <param name="Shape">For a record of sizes, its type.</param>
internal sealed record KernelParameter(string Name, KernelRole Role, string? Shape = null);

/// <summary>
/// A kernel as generated code calls it: its method, and what it takes. The generator names no kernel otherwise, and a test compares what
/// is said here with the methods.
/// </summary>
internal sealed class Kernel
{
    public Kernel(string type, string method, string work, params KernelParameter[] parameters) => (Type, Method, Work, Parameters) = (type, method, work, parameters);

    /// <summary>The class of the runtime.</summary>
    public string Type { get; }

    /// <summary>The method.</summary>
    public string Method { get; }

    /// <summary>What it does, in the words of comments.</summary>
    public string Work { get; }

    /// <summary>As code calls it.</summary>
    public string Name => Type + "." + Method;

    /// <summary>Its parameters, in order: outputs first.</summary>
    public IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>The interface of the structure of generated code that it is given as a type parameter; null for none.</summary>
    public string? Structure { get; set; }

    /// <summary>Whether its structure is an epilogue, which is applied to each of its results and has its operands behind all parameters.</summary>
    public bool TakesEpilogue => Structure == Kernels.Epilogue;

    public override string ToString() => Name;
}
