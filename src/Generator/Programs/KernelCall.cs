using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Programs;

/// <summary>An argument of a kernel call.</summary>
internal abstract record KernelArgument
{
    /// <summary>The parameter it is for: see <see cref="KernelCall.Of"/>.</summary>
    public string? Parameter { get; init; }
}

/// <summary>A buffer, perhaps from an offset on.</summary>
internal sealed record BufferArgument(int Buffer, DataType Type = DataType.Float32) : KernelArgument
{
    /// <summary>Floats to skip.</summary>
    public Extent Offset { get; init; } = 0;

    /// <summary>Whether the kernel writes there; otherwise it reads.</summary>
    public bool IsWritten { get; init; }
}

/// <summary>A count that may depend on the batch and on symbols.</summary>
internal sealed record ExtentArgument(Extent Value) : KernelArgument;

/// <summary>Several counts that may depend on the batch and on symbols.</summary>
internal sealed record ExtentsArgument(EquatableArray<Extent> Values) : KernelArgument;

/// <summary>A number.</summary>
internal sealed record NumberArgument(float Value) : KernelArgument;

/// <summary>A yes or no.</summary>
internal sealed record FlagArgument(bool Value) : KernelArgument;

/// <summary>A record of named sizes; those of <see cref="Ints"/> are 32-bit ones.</summary>
internal sealed record SizesArgument(string Type, EquatableArray<(string Name, Extent Value)> Sizes) : KernelArgument
{
    /// <summary>Sizes that the record holds in 32 bits.</summary>
    public EquatableArray<string> Ints { get; init; }

    /// <summary>Yes-or-no members that are set.</summary>
    public EquatableArray<string> Flags { get; init; }

    /// <summary>Members that are fractions.</summary>
    public EquatableArray<(string Name, float Value)> Numbers { get; init; }

    /// <summary>Properties that are true.</summary>
    public EquatableArray<string> Members { get; init; }

    /// <summary>A property that is true in every other step of a scan, which a variable counts.</summary>
    public (string Member, string Variable)? Alternating { get; init; }
}

/// <summary>A place that is not given.</summary>
internal sealed record NoneArgument : KernelArgument;

/// <summary>Memory that is free during the step.</summary>
internal sealed record ScratchArgument : KernelArgument;

/// <summary>The number of samples.</summary>
internal sealed record BatchArgument : KernelArgument;

/// <summary>One call of a runtime kernel.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Arguments">An argument for each of its parameters.</param>
internal sealed record KernelCall(Kernel Kernel, EquatableArray<KernelArgument> Arguments)
{
    /// <summary>A call whose arguments are those that the kernel takes, in its order.</summary>
    /// <exception cref="InvalidOperationException">It takes others.</exception>
    public static KernelCall Of(Kernel kernel, params IReadOnlyList<KernelArgument> arguments)
    {
        if (arguments.Count != kernel.Parameters.Count) throw new InvalidOperationException($"{kernel} takes {kernel.Parameters.Count} arguments, but is given {arguments.Count}.");
        return new KernelCall(kernel, arguments.Select((argument, index) => For(kernel, kernel.Parameters[index], argument)).ToEquatableArray());
    }

    private static KernelArgument For(Kernel kernel, KernelParameter parameter, KernelArgument argument)
    {
        var fits = argument switch
        {
            BufferArgument { Type: DataType.Int32 } => parameter.Role == KernelRole.Indices,
            BufferArgument => parameter.Role is KernelRole.Output or KernelRole.Input or KernelRole.ExactInput or KernelRole.OptionalInput or KernelRole.OptionalOutput,
            NoneArgument => parameter.Role is KernelRole.OptionalInput or KernelRole.OptionalOutput,
            ExtentArgument => parameter.Role == KernelRole.Count,
            ExtentsArgument => parameter.Role == KernelRole.Counts,
            NumberArgument => parameter.Role == KernelRole.Value,
            FlagArgument => parameter.Role == KernelRole.Flag,
            SizesArgument sizes => parameter.Role == KernelRole.Sizes && sizes.Type == parameter.Shape,
            ScratchArgument => parameter.Role == KernelRole.Scratch,
            BatchArgument => parameter.Role == KernelRole.Batch,
            _ => false,
        };
        if (!fits) throw new InvalidOperationException($"{kernel} takes {parameter.Role} '{parameter.Name}', but is given {argument}.");
        return argument is BufferArgument buffer
            ? buffer with { Parameter = parameter.Name, IsWritten = parameter.Role is KernelRole.Output or KernelRole.OptionalOutput }
            : argument with { Parameter = parameter.Name };
    }
}
