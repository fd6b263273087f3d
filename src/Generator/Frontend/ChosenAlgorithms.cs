using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Lowering;
using Sinter.Generator.Passes;
using Sinter.Graphs;
using Sinter.Runtime;

namespace Sinter.Generator.Frontend;

/// <summary>
/// Reads the algorithms that an author has chosen with <c>[Algorithm(…)]</c> and writes them into the convolutions of the graph: later
/// stages see the choice and no name of a layer.
/// </summary>
internal sealed class ChosenAlgorithms(INamedTypeSymbol network, Graph graph, CancellationToken cancellationToken)
{
    private readonly Lazy<bool[]> isOfStep = new(() => ScanBodies.IsOfStep(graph));
    private readonly Lazy<ILookup<string, int>> convolutions = new(() => Enumerable.Range(0, graph.Nodes.Count)
        .Where(id => graph[id] is { Op: ConvolutionOp, Layer: >= 0 }).ToLookup(id => graph.Layers[graph[id].Layer].Name, StringComparer.Ordinal));

    /// <summary>
    /// The graphs of a network, for calls that leave out different inputs, with the choices in them. What is wrong with those is added to
    /// <paramref name="errors"/>: a layer has to be in one of the graphs.
    /// </summary>
    public static Graph[] Apply(INamedTypeSymbol network, Graph[] graphs, List<DefinitionException> errors, CancellationToken cancellationToken)
    {
        var found = Array.ConvertAll(graphs, _ => new List<DefinitionException>());
        var result = graphs.Select((graph, index) => new ChosenAlgorithms(network, graph, cancellationToken).Apply(found[index])).ToArray();
        bool IsEverywhere(DefinitionException error) => found.All(others => others.Any(other => other.Place == error.Place));
        errors.AddRange(found.SelectMany(list => list)
            .Where(error => error.Id != DiagnosticIds.NoConvolution || IsEverywhere(error))
            .GroupBy(error => error.Place).Select(same => same.First()));
        return result;
    }

    private Graph Apply(List<DefinitionException> errors)
    {
        var known = new Dictionary<string, Choice>(StringComparer.Ordinal);
        Node[]? nodes = null;
        foreach (var data in network.GetAttributes().Where(data => data.AttributeClass?.Name == nameof(AlgorithmAttribute) && DslBinding.IsDsl(data.AttributeClass)))
        {
            var place = data.ApplicationSyntaxReference?.GetSyntax(cancellationToken);
            if (data.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive } name, { Kind: TypedConstantKind.Enum, Value: int algorithm }])
            {
                errors.Add(DefinitionException.NotCompiling(place));
                continue;
            }

            var layer = name.Value as string ?? "";
            var choice = new Choice(layer, (ConvolutionAlgorithm)algorithm, place as AttributeSyntax);
            var chosen = convolutions.Value[layer].ToArray();
            if (Problem(choice, chosen, known) is { } problem)
            {
                errors.Add(problem);
                continue;
            }

            known.Add(layer, choice);
            nodes ??= [.. graph.Nodes];
            foreach (var id in chosen) nodes[id] = nodes[id] with { Op = (ConvolutionOp)nodes[id].Op with { Algorithm = choice.Algorithm } };
        }

        return nodes is null ? graph : graph with { Nodes = new(nodes) };
    }

    private DefinitionException? Problem(Choice choice, int[] chosen, Dictionary<string, Choice> known)
    {
        if (chosen.Length == 0) return new(DiagnosticIds.NoConvolution, Unknown(choice.Layer), choice.LayerPlace);
        if (known.TryGetValue(choice.Layer, out var other))
            return new(DiagnosticIds.NoConvolution, $"The algorithm of '{choice.Layer}' is chosen twice; keep one of the attributes.", choice.LayerPlace, [other.LayerPlace!]);
        if (choice.Algorithm is < ConvolutionAlgorithm.Automatic or > ConvolutionAlgorithm.Winograd)
            return new(DiagnosticIds.UnsuitableAlgorithm, $"There is no algorithm of the number {(int)choice.Algorithm}; use ConvolutionAlgorithm.Automatic, Direct or Winograd.", choice.AlgorithmPlace);
        if (choice.Algorithm != ConvolutionAlgorithm.Winograd) return null;
        var title = Require.Title(graph.Layers[graph[chosen[0]].Layer].Kind, choice.Layer);
        if (NetworkReader.Exact(network) is { } exact)
            return new(DiagnosticIds.UnsuitableAlgorithm, $"{title} shall be computed by Winograd's filtering, but the network is exact: all its convolutions are plain sums. Leave out Exact = true, and choose ConvolutionAlgorithm.Direct for the layers that need it; or leave out this attribute.", choice.AlgorithmPlace, Syntax(exact));
        var text = chosen.Select(id => Obstacle(id, title)).FirstOrDefault(text => text is not null);
        return text is null ? null : new(DiagnosticIds.UnsuitableAlgorithm, text, choice.AlgorithmPlace);
    }

    private string? Obstacle(int id, string title)
    {
        if (isOfStep.Value[id])
            return $"{title} is in the cell of a scan, whose steps compute plain sums; choose ConvolutionAlgorithm.Direct, or leave out this attribute.";
        var inputs = graph[id].Inputs;
        var shape = ConvolutionShapes.Of((ConvolutionOp)graph[id].Op, graph[inputs[0]].Shape, graph[id].Shape);
        var (needed, found, mend) = shape.WinogradObstacle switch
        {
            WinogradObstacle.None => ("", "", ""),
            WinogradObstacle.Window => ("windows of 3x3", $"{shape.KernelHeight}x{shape.KernelWidth}", $"use kernel: {(shape.KernelHeight == shape.KernelWidth ? "3" : "(3, 3)")}"),
            WinogradObstacle.Stride => ("a stride of 1", Both(shape.StrideHeight, shape.StrideWidth), $"use stride: {One(shape.StrideHeight, shape.StrideWidth)}"),
            WinogradObstacle.Dilation => ("a dilation of 1", Both(shape.DilationHeight, shape.DilationWidth), $"use dilation: {One(shape.DilationHeight, shape.DilationWidth)}"),
            WinogradObstacle.Groups => ("all channels in one group", $"{shape.Groups} groups", "use a Conv2d with groups: 1"),
            _ => ($"channels in multiples of {ConvolutionShape.WinogradChannels}", $"{shape.InChannels} in and {shape.OutChannels} out", Channels(shape)),
        };
        return needed.Length == 0 ? null : $"Winograd's filtering needs {needed}, but {title} has {found}; {mend}, or leave the choice to ConvolutionAlgorithm.Automatic.";
    }

    // In the form that the author has used.
    private static string One(int height, int width) => height == width ? "1" : "(1, 1)";

    private static string Both(int height, int width) => height == width ? $"{height}" : $"({height}, {width})";

    private static string Channels(ConvolutionShape shape)
    {
        const int Multiple = ConvolutionShape.WinogradChannels;
        var output = shape.OutChannels % Multiple == 0 ? "" : $"use {Fixes.Multiples(Multiple, shape.OutChannels)} as outChannels";
        var input = shape.InChannels % Multiple == 0 ? "" : $"give it an input of {Fixes.Multiples(Multiple, shape.InChannels)} channels";
        return output.Length > 0 && input.Length > 0 ? $"{output} and {input}" : output + input;
    }

    private string Unknown(string layer)
    {
        var others = NearNames.Order(graph.Nodes.Where(node => node is { Op: ConvolutionOp, Layer: >= 0 }).Select(node => graph.Layers[node.Layer].Name).Distinct(), layer).ToArray();
        var kind = graph.Layers.FirstOrDefault(candidate => candidate.Name == layer)?.Kind;
        var what = kind is null ? $"The network '{network.Name}' has no layer '{layer}'" : $"{Require.Title(kind, layer)} is no convolution, and there is no choice of algorithms for it";
        if (others.Length == 0) return $"{what}{(kind is null ? ", and no convolution at all" : "")}; leave out this attribute.";
        return $"{what}; {(others.Length == 1 ? "its only convolution is" : "its convolutions are")} {NearNames.List(others)}.";
    }

    private SyntaxNode[] Syntax(AttributeData data) => data.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is { } syntax ? [syntax] : [];

    /// <summary>One attribute.</summary>
    private sealed record Choice(string Layer, ConvolutionAlgorithm Algorithm, AttributeSyntax? Place)
    {
        public SyntaxNode? LayerPlace => Argument(0, "layer");

        public SyntaxNode? AlgorithmPlace => Argument(1, "algorithm");

        private SyntaxNode? Argument(int position, string name)
        {
            var arguments = Place?.ArgumentList?.Arguments.ToArray() ?? [];
            var named = arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == name);
            return named is not null ? named.Expression : position < arguments.Length ? arguments[position].Expression : Place;
        }
    }
}
