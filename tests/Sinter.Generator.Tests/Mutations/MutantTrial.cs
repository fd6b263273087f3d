using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Model;
using Sinter.Generator.Passes;
using Sinter.Generator.Programs;
using Sinter.Generator.Summary;
using Sinter.Generator.Tests.Generated;
using Sinter.Generator.Tests.Interpreter;
using Sinter.Graphs;

namespace Sinter.Generator.Tests.Mutations;

/// <summary>
/// Judges a mutant. Whatever was changed, there is either a network that computes what its definition says, or an error that
/// says what is wrong with it, and in no case an error in code that the author did not write.
/// </summary>
internal static class MutantTrial
{
    // Interpreting more would take seconds.
    private const long MostFlops = 3_000_000, MostNumbers = 2_000_000;

    private const int Samples = 3;

    public static MutantVerdict Run(Mutant mutant)
    {
        try
        {
            return Judge(UserCompilation.Of([mutant.Text, .. mutant.Subject.Others]), mutant.Seed);
        }
        catch (Exception exception)
        {
            return new(Fate.Wrong, exception.ToString());
        }
    }

    private static MutantVerdict Judge(UserCompilation mutant, int seed)
    {
        if (mutant.Exception is { } exception) return new(Fate.Wrong, "The generator throws " + exception);
        var complaints = mutant.Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).ToArray();
        var found = mutant.Analyze();
        var errors = found.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        if (found.FirstOrDefault(diagnostic => !diagnostic.Id.StartsWith("SNT", StringComparison.Ordinal)) is { } thrown) return new(Fate.Wrong, "The analyzer throws: " + thrown);
        if (errors.FirstOrDefault(diagnostic => diagnostic.Id == DiagnosticIds.Internal) is { } @internal) return new(Fate.Wrong, @internal.ToString());
        var authors = complaints.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !mutant.IsGenerated(diagnostic)).ToArray();
        var generated = complaints.Where(mutant.IsGenerated).ToArray();
        if (generated.Length > 0) return new(Fate.Wrong, "The generated code does not compile cleanly:\n" + string.Join("\n", generated.Take(5).Select(diagnostic => diagnostic + "\n    " + Line(diagnostic))));
        if (errors.Length > 0)
        {
            var reason = string.Join("\n", errors.Select(error => $"{error.Id} {error.GetMessage()}"));
            return authors.FirstOrDefault(IsFollowUp) is { } followUp ? new(Fate.Wrong, $"{followUp}\nfollows from\n{reason}") : new(Fate.Refused, reason);
        }

        if (authors.Length > 0) return new(Fate.NotCSharp, authors[0].ToString());
        if (mutant.Lowered.FirstOrDefault(lowered => lowered.Inference is null) is { } silent)
            return new(Fate.Wrong, $"Nothing is reported, but '{silent.Declaration.FullName}' was not compiled: {string.Join("\n", silent.Errors)}");
        if (mutant.Models.Count != mutant.Lowered.Count) return new(Fate.Wrong, "Nothing is reported, but nothing is generated.");
        return mutant.Lowered.Count == 0 ? new(Fate.NoNetwork) : Compare(mutant, seed);
    }

    // What the generated part would have: its lack is no error of the author's.
    private static bool IsFollowUp(Diagnostic diagnostic) => diagnostic.Id is "CS1061" or "CS0117" && diagnostic.GetMessage() is var message
        && new[] { "'CreateSession'", "'CreateTrainer'", "'Load'", "'Save'", "'Info'", "'Parameters'" }.Any(message.Contains);

    private static string Line(Diagnostic diagnostic) => diagnostic.Location.SourceTree!.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();

    private static MutantVerdict Compare(UserCompilation mutant, int seed)
    {
        using var image = new MemoryStream();
        var result = mutant.WithDrivers().Emit(image);
        if (!result.Success) return new(Fate.Wrong, "It cannot be called:\n" + string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        var context = new AssemblyLoadContext("mutant", isCollectible: true);
        try
        {
            var assembly = context.LoadFromStream(image);
            var verdicts = mutant.Lowered.Select((lowered, i) => Compare(mutant.Models[i], lowered, assembly, "Driver" + i, seed)).ToArray();
            return verdicts.FirstOrDefault(verdict => verdict.Fate == Fate.Wrong) ?? verdicts.FirstOrDefault(verdict => verdict.Fate == Fate.NotRun) ?? verdicts[0];
        }
        finally
        {
            context.Unload();
        }
    }

    private static MutantVerdict Compare(NetworkModel model, LoweredNetwork lowered, Assembly assembly, string driver, int seed)
    {
        if (BufferOverlap.Find(lowered) is { } overlap) return new(Fate.Wrong, overlap);
        var graph = model.Graph!;
        if (graph.Nodes.Sum(node => LayerTable.Flops(graph, node)) > MostFlops || Numbers(graph) > MostNumbers) return new(Fate.NotRun, $"'{lowered.Declaration.FullName}' is large.");
        var network = new CompiledNetwork(new NetworkCase(lowered.Declaration.FullName, graph, PassOptions.Default), lowered, "");
        network.Bind(assembly.GetType(driver, throwOnError: true)!);
        var oracle = new Oracle(graph);
        string? problem = null;
        for (var attempt = 0; attempt < Samples; attempt++)
        {
            // Other inputs decide whether a wrong result was a tie that was broken the other way.
            var random = new Random(seed + attempt);
            var sizes = lowered.Symbols.ToDictionary(symbol => symbol.Name, symbol => symbol.MultipleOf * random.Next((symbol.Min + symbol.MultipleOf - 1) / symbol.MultipleOf, symbol.MaxUnits + 1));
            var sample = new Sample(graph, new Bindings(1 + random.Next(2), sizes), seed + attempt);
            var expected = oracle.Inference(sample);
            if (expected.IsIllConditioned) continue;
            var wrong = expected.Compare(network.Infer(sample, sample.Batch + random.Next(2), 1 + random.Next(2)));
            if (wrong.Count == 0) return new(Fate.Equal);
            problem ??= $"{lowered.Declaration.FullName} with {sample.Bindings}: {string.Join("\n", wrong)}";
        }

        return problem is null ? new(Fate.NotRun, $"Rounding decides the results of '{lowered.Declaration.FullName}'.") : new(Fate.Wrong, problem);
    }

    private static double Numbers(Graph graph) => graph.Nodes.Sum(node => node.Shape.Dims.Aggregate(1.0, (product, dim) => product * dim.AtMost(2)));
}
