using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Levels;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Frontend;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Golden;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Zoo;

/// <summary>A network of samples/Zoo, read from its source, with all that its reference was given, in double precision.</summary>
internal sealed class ZooNetwork
{
    private const string Usings = "global using System; global using System.Linq; global using System.Collections.Generic;";

    // Networks take blocks of one another.
    private static readonly Lazy<CSharpCompilation> Sources = new(() => Source.Compile(
        [Usings, .. Directory.EnumerateFiles(Source.Root("samples/Zoo/Networks"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText)]));

    private readonly Graph declared;
    private readonly Bindings bindings;
    private readonly Dictionary<string, double[]> inputs = [], parameters, states;

    public ZooNetwork(string name)
    {
        Golden = new ZooGolden(name);
        declared = Source.Read(Sources.Value, "Zoo.Networks." + name).Graph();
        var sizes = new Dictionary<string, int>();
        foreach (var node in declared.Nodes)
        {
            if (node.Op is not InputOp input) continue;
            inputs[input.Argument] = Doubles(Golden.Input(input.Argument));
            foreach (var (dim, extent) in node.Shape.Dims.Zip(Golden.Shape(input.Argument)))
            {
                if (dim.Symbol is { } symbol) sizes[symbol.Name] = (extent - dim.Offset) / dim.Scale * symbol.MultipleOf;
            }
        }

        bindings = new Bindings(sizes[DimSymbol.Batch.Name], sizes);
        (parameters, states) = (Weights("parameters"), Weights("states"));
    }

    public ZooGolden Golden { get; }

    /// <summary>The graph for training: as it is derived from what is declared, or after all passes.</summary>
    public Graph Training(bool optimized) =>
        RemoveDead.Run(optimized ? NetworkLevels.Training.Optimize(declared, PassOptions.Default, CancellationToken.None) : new Oracle(declared).Training);

    /// <summary>The graph for inference, likewise.</summary>
    public Graph Inference(bool optimized) => optimized
        ? NetworkLevels.Inference.Optimize(declared, PassOptions.Default, CancellationToken.None)
        : RemoveDead.Run(ResolvePhase.Run(declared, Phase.Inference));

    /// <summary>All that a graph of this network computes.</summary>
    public GraphInterpreter Run(Graph graph) =>
        new GraphInterpreter(graph) { Bindings = bindings, Inputs = inputs, Parameters = parameters, States = states, Forgets = true }.Run();

    /// <summary>A state before a step.</summary>
    public double[] State(string key) => states[key];

    private Dictionary<string, double[]> Weights(string metadata) =>
        Golden.Tensors(metadata).ToDictionary(tensor => tensor.Key, tensor => Doubles(Golden.Weight(tensor.Key, tensor.Shape)));

    private static double[] Doubles(Array values) => values is int[] integers ? Array.ConvertAll(integers, value => (double)value) : Array.ConvertAll((float[])values, value => (double)value);
}
