using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Model;
using Sinter.Graphs;

namespace Sinter.Generator.Frontend;

/// <summary>
/// Reads what a network is for calls that leave out some of its inputs: the same methods once more for every choice of these, with null in
/// their place. What comes out has to be the same network: the same results, and weights that mean the same wherever they are.
/// </summary>
internal sealed class VariantReader(INamedTypeSymbol network, CSharpCompilation compilation, List<DefinitionException> errors, CancellationToken cancellationToken)
{
    private SyntaxNode? Define => DeclarationReader.Syntax(network.GetMembers(nameof(Define)).First(), cancellationToken);

    /// <summary>The network without its optional inputs. What is wrong is added to the errors.</summary>
    /// <param name="definition">The network with all of its inputs. It gets the parameters that are only read without some of them.</param>
    public NetworkVariant[] Read(ref Definition definition)
    {
        var read = new List<(EquatableArray<string> LeftOut, Definition Definition)> { ([], definition) };
        var fewest = int.MaxValue;
        foreach (var leftOut in OptionalInputs.Choices(definition.Optional))
        {
            // What goes wrong without an input goes wrong without it and another.
            if (leftOut.Count > fewest) break;
            if (Read(leftOut, definition) is { } variant) read.Add((leftOut, variant));
            if (errors.Count > 0) fewest = leftOut.Count;
        }

        if (errors.Count > 0 || read.Count == 1) return [];
        CheckLeaves(read);
        if (errors.Count > 0) return [];
        var complete = SharedLeaves.Complete([.. read.Select(one => one.Definition.Graph)]);
        definition = definition with { Graph = complete[0] };
        return [.. read.Select((one, index) => new NetworkVariant(one.LeftOut, complete[index], new(one.Definition.Inputs), new(one.Definition.Targets))).Skip(1)];
    }

    private Definition? Read(EquatableArray<string> leftOut, Definition whole)
    {
        var interpreter = new Interpreter(compilation, cancellationToken);
        try
        {
            var variant = NetworkReader.Define(network, interpreter, [], _ => { }, leftOut, cancellationToken);
            foreach (var (output, other) in whole.Graph.Outputs.Zip(variant.Graph.Outputs, (output, other) => (output, other)))
            {
                var (given, got) = (whole.Graph[output.Node].Shape, variant.Graph[other.Node].Shape);
                if (!given.Equals(got)) errors.Add(new(DiagnosticIds.LeftOutInput, $"'{output.Name}' is {got} {OptionalInputs.Where(leftOut)}, but {given} otherwise; a result has one shape for all calls. Give both the same one.", Define));
            }

            return variant;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var last = NetworkReader.Translate(exception, network, Define);
            foreach (var error in interpreter.Errors.Concat(last.IsConsequence ? [] : [last])) Report(error, leftOut);
            return null;
        }
    }

    private void Report(DefinitionException error, EquatableArray<string> leftOut)
    {
        if (errors.Any(known => known.Place == error.Place)) return;
        var where = OptionalInputs.Where(leftOut);
        where = char.ToUpperInvariant(where[0]) + where.Substring(1);
        if (error.IsNull)
        {
            var name = leftOut.FirstOrDefault(name => IsNamed(name, error.Place));
            var what = name is null ? $"{where}, something is null here that comes of it" : $"'{name}' is null here where a call leaves it out";
            errors.Add(new(DiagnosticIds.LeftOutInput, $"{what}. Test it first, as in 'if ({name ?? leftOut[0]} is not null)', or declare '{name ?? leftOut[0]}' without '?'.", error.Place, error.Calls));
            return;
        }

        errors.Add(error.Id is null ? error : new(error.Id, $"{where}: {error.Message}", error.Place, error.Calls) { Edits = error.Edits });
    }

    private static bool IsNamed(string name, SyntaxNode? place) =>
        place?.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name) == true;

    // Parameters and states of one name have to be the same in all of them.
    private void CheckLeaves(List<(EquatableArray<string> LeftOut, Definition Definition)> read)
    {
        var known = new Dictionary<string, (Node Node, Origin Origin)>(StringComparer.Ordinal);
        foreach (var (leftOut, definition) in read)
        {
            foreach (var node in definition.Graph.Nodes)
            {
                if (Freezing.KeyOf(node) is not { } key) continue;
                var origin = definition.Origins[key];
                if (!known.TryGetValue(key, out var other)) known.Add(key, (node, origin));
                else if (Conflict(key, other.Node, node, leftOut, isNumbered: (origin.IsNumbered || other.Origin.IsNumbered) && !origin.IsSame(other.Origin)) is { } text && errors.All(error => error.Place != origin.Place))
                {
                    errors.Add(new(DiagnosticIds.LeftOutInput, text, origin.Place, origin.Calls));
                }
            }
        }
    }

    private static string? Conflict(string key, Node first, Node second, EquatableArray<string> leftOut, bool isNumbered)
    {
        var where = OptionalInputs.Where(leftOut);
        if (isNumbered) return $"'{key}' belongs to another layer {where}: layers without a name are numbered in the order in which they are made. Give the layers names, so that each has the same one in all calls.";
        if (!first.Shape.Equals(second.Shape)) return $"'{key}' is {second.Shape} {where}, but {first.Shape} otherwise; a weight is the same for all calls. Give one of the layers another name.";
        return Identity(first.Op).Equals(Identity(second.Op)) ? null : $"'{key}' begins with other values, or is trained otherwise, {where}; a weight is the same for all calls. Declare it in the same way, or give one of the layers another name.";
    }

    private static Op Identity(Op op) => op is ParameterOp parameter ? parameter with { Place = 0 } : op;
}
