using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Passes;

/// <summary>How far a graph has come: each stage promises more than the one before.</summary>
internal enum Stage
{
    /// <summary>As the Dsl built it.</summary>
    Declared,

    /// <summary>For training or for inference: nothing depends on the phase.</summary>
    Resolved,

    /// <summary>Every convolution and pool is channels-last.</summary>
    ChannelsLast,

    /// <summary>After all passes: nothing stops gradients any more, and what training wants is there.</summary>
    Optimized,
}

/// <summary>Checks the promises of a graph: they hold after every pass.</summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">The graph breaks a rule of its stage; the message names the node.</exception>
    public static void Check(Graph graph, Stage stage, CancellationToken cancellation = default)
    {
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckNode(graph, id);
            CheckStage(graph, id, stage);
            if (graph[id].Op is ScanOp scan) CheckBody(graph, id, scan, stage, cancellation);
        }

        foreach (var root in graph.Roots())
        {
            if (root < 0 || root >= graph.Nodes.Count)
                throw new InvalidOperationException($"{root} is wanted, but there are {graph.Nodes.Count} nodes.");
        }

        CheckLoss(graph);
        CheckUpdates(graph);
        CheckGradients(graph);
    }

    private static void CheckNode(Graph graph, int id)
    {
        var node = graph[id];
        foreach (var input in node.Inputs)
        {
            if (input < 0 || input >= id) throw Broken(graph, id, $"reads {input}, which does not come before it");
            if (node.IsBackward || !graph[input].IsBackward) continue;
            throw Broken(graph, id, $"belongs to the forward pass but reads {input} of the backward pass");
        }

        var shape = Infer(graph, id);
        if (!shape.Equals(node.Shape)) throw Broken(graph, id, $"has the shape {node.Shape}, but its inputs give {shape}");
        var type = node.Op.ResultType(node.Inputs.Select(input => graph[input].Type).ToArray());
        if (type != node.Type) throw Broken(graph, id, $"has the type {node.Type}, but its inputs give {type}");
        if (node.Layer < -1 || node.Layer >= graph.Layers.Count)
            throw Broken(graph, id, $"belongs to layer {node.Layer}, but there are {graph.Layers.Count}");
        if (node.Op is PointwiseOp pointwise && ScalarTable.Of(pointwise.Function).Arity is var arity && arity != node.Inputs.Count)
            throw Broken(graph, id, $"takes {arity} inputs, but has {node.Inputs.Count}");
    }

    // An op that has lost an input fails in ways of its own.
    private static Shape Infer(Graph graph, int id)
    {
        var inputs = graph[id].Inputs.Select(input => graph[input].Shape).ToArray();
        try
        {
            return graph[id].Op.InferShape(inputs);
        }
        catch (Exception exception)
        {
            throw Broken(graph, id, $"cannot be computed from its inputs [{string.Join("; ", inputs.Select(shape => shape.ToString()))}]: {exception.Message}");
        }
    }

    // A step reads the inputs of its scan and nothing else, and its layers are those of the graph around it.
    private static void CheckBody(Graph graph, int id, ScanOp scan, Stage stage, CancellationToken cancellation)
    {
        Check(scan.Body with { Layers = graph.Layers }, stage, cancellation);
        foreach (var node in scan.Body.Nodes)
        {
            if (node.Op is InputOp or ParameterOp or StateOp or RandomOp) throw Broken(graph, id, $"has a body with {node.Op.Name} of its own");
            if (node.Op is not StepInputOp input) continue;
            if (input.Index < 0 || input.Index >= graph[id].Inputs.Count) throw Broken(graph, id, $"has a body that reads input {input.Index} of {graph[id].Inputs.Count}");
            var given = graph[graph[id].Inputs[input.Index]];
            var shape = input.Index < scan.Sequences ? new Shape(given.Shape.Dims.Skip(1)) : given.Shape;
            if (!shape.Equals(node.Shape) || given.Type != node.Type) throw Broken(graph, id, $"has a body that reads {node.Shape} where input {input.Index} gives {shape}");
        }

        if (!scan.Body.Outputs.All(output => output.Node >= 0 && output.Node < scan.Body.Nodes.Count)) throw Broken(graph, id, "has a body without one of its outputs");
    }

    private static void CheckStage(Graph graph, int id, Stage stage)
    {
        var op = graph[id].Op;
        if (stage >= Stage.Resolved && op is PhaseOp) throw Broken(graph, id, "should have been resolved");
        if (stage >= Stage.Optimized && op is DetachOp) throw Broken(graph, id, "should have been dropped");
        var isChannelsFirst = op is
            ConvolutionOp { ChannelsLast: false } or ConvolutionWeightGradientOp { ChannelsLast: false } or PoolOp { ChannelsLast: false } or
            MaxPoolGradientOp { ChannelsLast: false } or AveragePoolGradientOp { ChannelsLast: false };
        if (stage >= Stage.ChannelsLast && isChannelsFirst) throw Broken(graph, id, "is channels-first");
    }

    private static void CheckLoss(Graph graph)
    {
        if (graph.Loss is { } loss && graph[loss].Shape.FullRank != 0)
            throw Broken(graph, loss, $"is the loss, but has the shape {graph[loss].Shape}");
    }

    private static void CheckUpdates(Graph graph)
    {
        foreach (var update in graph.Updates)
        {
            if (graph[update.State].Op is not StateOp) throw Broken(graph, update.State, "is updated, but is no state");
            if (!graph[update.State].Shape.Equals(graph[update.Value].Shape))
                throw Broken(graph, update.Value, $"does not have the shape of state {update.State}");
        }
    }

    private static void CheckGradients(Graph graph)
    {
        foreach (var gradient in graph.Gradients)
        {
            if (graph[gradient.Parameter].Op is not ParameterOp)
                throw Broken(graph, gradient.Parameter, "has a gradient, but is no parameter");
            if (!graph[gradient.Parameter].Shape.Equals(graph[gradient.Gradient].Shape))
                throw Broken(graph, gradient.Gradient, $"does not have the shape of parameter {gradient.Parameter}");
        }
    }

    private static InvalidOperationException Broken(Graph graph, int id, string what) =>
        new($"Node {id}, {graph[id].Op.Name} {graph[id].Shape}, {what}.");
}
