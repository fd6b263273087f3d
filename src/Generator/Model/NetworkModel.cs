using Sinter.Generator.Errors;
using Sinter.Graphs;

namespace Sinter.Generator.Model;

/// <summary>
/// Everything later stages know about one declared network. Structurally equal and free of symbols, syntax, locations and
/// compilations: equal declarations give equal models, which is what keeps the stages behind this one cached.
/// </summary>
/// <param name="Declaration">The class to complete.</param>
/// <param name="Graph">What the definition computes, or null when it is wrong.</param>
/// <param name="Inputs">The nodes of the arguments of <c>Define</c>, in order. Their names and shapes are in the nodes' <see cref="InputOp"/>.</param>
/// <param name="Targets">The nodes of the arguments that only <c>Loss</c> reads, in order.</param>
/// <param name="Errors">Why there is no graph; empty when there is one.</param>
internal sealed record NetworkModel(
    NetworkDeclaration Declaration,
    Graph? Graph,
    EquatableArray<int> Inputs,
    EquatableArray<int> Targets,
    EquatableArray<NetworkError> Errors)
{
    /// <summary>The names of the inputs and targets that a call may leave out.</summary>
    public EquatableArray<string> Optional { get; init; }

    /// <summary>What the network is for calls that leave some of them out: for every choice of these but none.</summary>
    public EquatableArray<NetworkVariant> Variants { get; init; }

    /// <summary>The most places of a sequence, in a network that decodes one call by call.</summary>
    public int? DecodeCapacity { get; init; }

    /// <summary>Whether every convolution is the plain sum of products.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether memory counts for more than time.</summary>
    public bool? IsCompact { get; init; }

    /// <summary>What is known of the methods of a network whose definition is wrong; null if that is nothing, or if it is right.</summary>
    public NetworkSketch? Sketch { get; init; }

    /// <summary>The names of the results, valid and distinct identifiers in camel case, in the order of <see cref="Graph.Outputs"/>.</summary>
    public IEnumerable<string> OutputNames => Graph?.Outputs.Select(output => output.Name) ?? [];

    /// <summary>The names of <see cref="Inputs"/>.</summary>
    public IEnumerable<string> InputNames => Names(Inputs);

    /// <summary>The names of <see cref="Targets"/>.</summary>
    public IEnumerable<string> TargetNames => Names(Targets);

    private IEnumerable<string> Names(EquatableArray<int> nodes) =>
        Graph is null ? [] : nodes.Select(node => ((InputOp)Graph[node].Op).Argument);
}

/// <summary>A network without some of its inputs: what its definition gives when they are null.</summary>
/// <param name="LeftOut">The inputs and targets that are left out.</param>
/// <param name="Graph">What the definition computes then. It has all parameters and states of the network, whether it reads them or not.</param>
/// <param name="Inputs">As those of <see cref="NetworkModel"/>, but for what is left out.</param>
/// <param name="Targets">Likewise.</param>
internal sealed record NetworkVariant(EquatableArray<string> LeftOut, Graph Graph, EquatableArray<int> Inputs, EquatableArray<int> Targets)
{
    /// <summary>Names as a sentence has them: <c>'mask', 'bias' and 'lengths'</c>.</summary>
    public static string Listed(IReadOnlyList<string> names) =>
        names.Count == 1 ? $"'{names[0]}'" : $"{string.Join(", ", names.Take(names.Count - 1).Select(name => $"'{name}'"))} and '{names[names.Count - 1]}'";
}

/// <summary>The user's class as the generated part must repeat it.</summary>
/// <param name="Namespace">The full namespace, empty for the global one. Names are escaped where C# needs it: <c>@class</c>.</param>
/// <param name="ContainingTypes">From the outside inwards.</param>
/// <param name="Name">The name of the class.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Accessibility"><c>public</c>, <c>internal</c>, …</param>
/// <param name="IsSealed">Whether the class is declared sealed.</param>
/// <param name="CanComplete">Whether a generated part would compile: the class and all types around it are partial, and so on.</param>
internal sealed record NetworkDeclaration(
    string Namespace,
    EquatableArray<ContainingType> ContainingTypes,
    string Name,
    string Keyword,
    string Accessibility,
    bool IsSealed,
    bool CanComplete)
{
    /// <summary>The arguments of the symbols that are declared, for code that calls a network whose definition is wrong.</summary>
    public EquatableArray<string> Sizes { get; init; }

    /// <summary>Names of generated members that the author has used for members of the class.</summary>
    public EquatableArray<string> Taken { get; init; }

    /// <summary>The name with containing types and namespace: <c>Models.Zoo.LeNet5</c>.</summary>
    public string FullName
    {
        get
        {
            var parts = ContainingTypes.Select(type => type.Name).Concat([Name]);
            return string.Join(".", Namespace.Length == 0 ? parts : [Namespace, .. parts]);
        }
    }

    /// <summary>The name of the generated file.</summary>
    public FileName File => FileName.Of(Namespace, ContainingTypes.Select(type => (type.Name, type.Arity)).Concat([(Name, 0)]));
}

/// <summary>A type around the user's class; the generated part opens it again.</summary>
/// <param name="Keyword"><c>class</c>, <c>struct</c>, <c>record</c>, <c>record struct</c> or <c>interface</c>.</param>
/// <param name="Name">The name without type parameters.</param>
/// <param name="TypeParameters">The type parameters as written, <c>&lt;T&gt;</c>, or nothing.</param>
/// <param name="Arity">The number of type parameters.</param>
internal sealed record ContainingType(string Keyword, string Name, string TypeParameters, int Arity);
