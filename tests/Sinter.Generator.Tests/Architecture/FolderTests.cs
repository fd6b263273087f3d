namespace Sinter.Generator.Tests.Architecture;

/// <summary>The folders of a project use one another in one direction: each only those that stand before it.</summary>
public sealed class FolderTests
{
    // Folder: what it uses. It is all that it uses, too: a line that says more or less than the code is an error.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Dsl"] =
        [
            "Language:",
            "Errors: Language",
            "Shapes: Errors",
            "Axes: Shapes",
            "Graph: Axes, Shapes",
            "Ops: Axes, Errors, Graph, Shapes",
            "Advice: Errors, Ops, Shapes",
            "Building: Advice, Errors, Graph, Ops, Shapes",
            "Tensors: Advice, Building, Errors, Ops, Shapes",
            "Layers: Advice, Building, Errors, Graph, Ops, Shapes, Tensors",
            "Losses: Building, Errors, Layers, Ops, Shapes, Tensors",
            "Attributes: Errors, Layers, Losses, Ops, Shapes, Tensors",
        ],
        ["Generator"] =
        [
            "Language:",
            "Errors:",
            "Model: Errors",
            "Scalars:",
            "Autodiff: Scalars",
            "LoweredOps:",
            "Passes: LoweredOps, Scalars",
            "Export: Passes",
            "Lowering: LoweredOps, Passes",
            "Programs: Errors, Export, LoweredOps, Model, Passes, Scalars",
            "Scheduling: LoweredOps, Lowering, Programs, Scalars",
            "Planning: LoweredOps, Lowering, Passes, Programs, Scalars, Scheduling",
            "Summary: Programs",
            "Emit: Errors, Export, LoweredOps, Model, Passes, Planning, Programs, Scalars, Summary",
            "Levels: Autodiff, Emit, Errors, Export, Lowering, Model, Passes, Planning, Programs, Scheduling, Summary",
            "Frontend: Autodiff, Errors, Language, Lowering, Model, Passes",
            ".: Frontend, Levels, Model, Programs",
            "Diagnostics: ., Errors, Frontend",
        ],
        ["Runtime"] =
        [
            "Contract:",
            "Memory: Contract",
            "Threading:",
            "Simd: Memory",
            "Kernels/Fused: Contract, Memory, Simd, Threading",
            "Kernels/Movement: Contract, Memory, Simd, Threading",
            "Kernels/Pooling: Contract, Memory, Simd, Threading",
            "Kernels/Contractions: Contract, Kernels/Fused, Kernels/Movement, Memory, Simd, Threading",
            "Kernels/Convolutions: Contract, Kernels/Contractions, Kernels/Fused, Kernels/Movement, Memory, Simd, Threading",
            "Kernels/Attention: Contract, Kernels/Contractions, Kernels/Movement, Memory, Simd, Threading",
            "Description: Memory",
            "Execution: Description, Kernels/Convolutions, Kernels/Fused, Memory, Threading",
            "Checkpoints: Description, Memory",
            "Pickles: Checkpoints",
            "Arrays: Checkpoints",
            "Loading: Arrays, Checkpoints, Contract, Pickles",
            "OnnxFiles: Checkpoints",
            "Parameters: Checkpoints, Contract, Description, Execution, Kernels/Fused, Loading, Memory, OnnxFiles, Threading",
            "Optimizers: Description, Memory, Parameters, Simd, Threading",
            "Sessions: Checkpoints, Description, Execution, Kernels/Fused, Loading, Memory, Optimizers, Parameters, Threading",
        ],
    };

    public static TheoryData<string> Projects => new(Allowed.Keys);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_UseOneAnotherInOneDirection(string project)
    {
        var graph = FolderGraph.Of(project, contained: project == "Generator" ? "Dsl" : null, symbol: project == "Runtime" ? "SINTER_CHECKED" : null);
        var (before, problems) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var (folder, allowed) in Allowed[project].Select(Read))
        {
            problems.AddRange(allowed.Where(other => !before.Contains(other)).Select(other => $"the table has {folder} use {other}, which does not stand before it"));
            var used = graph.Uses.GetValueOrDefault(folder, []);
            problems.AddRange(used.Except(allowed).Select(other => $"{folder} uses {other}, which the table does not allow: {string.Join("; ", graph.Places(folder, other))}"));
            problems.AddRange(allowed.Except(used).Select(other => $"{folder} does not use {other}, as the table says"));
            before.Add(folder);
        }

        problems.AddRange(graph.Uses.Keys.Except(before).Select(folder => $"{folder} is missing in the table"));
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    private static (string Folder, string[] Uses) Read(string line)
    {
        var parts = line.Split(':', StringSplitOptions.TrimEntries);
        return (parts[0], parts[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
