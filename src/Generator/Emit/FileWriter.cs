using Sinter.Generator.Model;
using Sinter.Generator.Programs;

namespace Sinter.Generator.Emit;

/// <summary>Puts a generated file together: the author's class, and behind it the programs as types of this file alone.</summary>
internal static class FileWriter
{
    /// <summary>The file of a network that compiles.</summary>
    /// <param name="network">The network.</param>
    /// <param name="scheduler">Where the methods of training are found while the rest is written.</param>
    /// <param name="cancellation">Whether anybody still wants it.</param>
    public static string Write(LoweredNetwork network, TaskScheduler scheduler, CancellationToken cancellation)
    {
        var writer = new SourceWriter(cancellation);
        var (declaration, structures, variants) = (network.Declaration, new LoopStructures(), new CallVariants(network));
        var (learning, learningName) = (network.Training is null ? null : new StepWriter(writer, network.Training, network.Symbols, structures), HelperClass(declaration, "Training"));
        var learned = learning is null ? null : Task.Factory.StartNew(() => learning.FindMethods(learningName), CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler);
        WriteHeader(writer, declaration);
        OpenClass(writer, declaration, () => TablesWriter.WriteRemarks(writer, network), () => new NetworkWriter(writer, network).WriteMembers());
        writer.Line();
        using (writer.Block($"namespace {HelperNamespace}"))
        {
            writer.Line("using global::System;");
            writer.Line("using global::System.Runtime.CompilerServices;");
            writer.Line("using global::Sinter.Runtime;");
            if (network.Layout!.Parameters.Count > 0) writer.Line("using static global::Sinter.InitialDistribution;");
            writer.Line();
            void WriteProgram(Program program, string role, string summary)
            {
                new StepWriter(writer, program, network.Symbols, structures).Write(HelperClass(declaration, role), summary);
                writer.Line();
            }

            var calls = network.Calls.ToArray();
            foreach (var call in calls.Where(call => Prepares(call.Prepare))) WriteProgram(call.Prepare!, "Preparation" + variants.SuffixOf(call), $"What inference{CallVariants.Clause(call)} needs of the weights, computed once for each version of them.");
            if (Prepares(network.PrepareDecoding))
            {
                new StepWriter(writer, network.PrepareDecoding!, network.DecodingSymbols, structures).Write(HelperClass(declaration, DecodingPreparation), "What decoding needs of the weights besides, computed once for each version of them.");
                writer.Line();
            }

            if (Preparations(network, variants) is { Count: > 1 } preparations) WriteAllPreparations(writer, declaration, preparations);
            foreach (var call in calls.Where(call => call.Inference is not null)) WriteProgram(call.Inference!, "Inference" + variants.SuffixOf(call), $"The network as it predicts{CallVariants.Clause(call)}.");
            if (network.Decoding is not null)
            {
                new StepWriter(writer, network.Decoding, network.DecodingSymbols, structures).Write(HelperClass(declaration, "Decoding"), "The network as it continues a sequence.");
                writer.Line();
            }

            if (learning is not null)
            {
                learning.Write(learningName, "The network as it learns: the loss, and its gradients.", learned!.GetAwaiter().GetResult());
                writer.Line();
                foreach (var call in calls.Skip(1)) WriteProgram(call.Training!, "Training" + variants.SuffixOf(call), $"The network as it learns{CallVariants.Clause(call)}: the loss, and its gradients.");
            }

            TablesWriter.Write(writer, network, HelperClass(declaration, "Tables"));
        }

        return Fingerprint.Insert(writer.ToString());
    }

    private const string DecodingPreparation = "DecodingPreparation";

    /// <summary>The class that computes all that is needed of the weights, as <see cref="HelperClass"/> names it; null if there is nothing.</summary>
    public static string? PreparationOf(LoweredNetwork network, CallVariants variants) => Preparations(network, variants) switch
    {
        [] => null,
        [var only] => only,
        _ => "Preparations",
    };

    private static bool Prepares(Program? preparation) => preparation?.Steps.Count > 0;

    // In the order in which they are computed: later ones read what earlier ones have prepared.
    private static List<string> Preparations(LoweredNetwork network, CallVariants variants)
    {
        var roles = network.Calls.Where(call => Prepares(call.Prepare)).Select(call => "Preparation" + variants.SuffixOf(call)).ToList();
        if (Prepares(network.PrepareDecoding)) roles.Add(DecodingPreparation);
        return roles;
    }

    private static void WriteAllPreparations(SourceWriter writer, NetworkDeclaration declaration, List<string> roles)
    {
        writer.Line("/// <summary>What all calls need of the weights.</summary>");
        using (writer.Block($"file static class {HelperClass(declaration, "Preparations")}"))
        using (writer.Block("public static void Run(in Frame frame)"))
        {
            foreach (var role in roles) writer.Line($"{HelperClass(declaration, role)}.Run(frame);");
        }

        writer.Line();
    }

    /// <summary>The namespace of the classes of this file, where no name of the author's is in the way.</summary>
    public const string HelperNamespace = "Sinter.Generated";

    /// <summary>The name of a class of this file.</summary>
    public static string HelperClass(NetworkDeclaration declaration, string role) =>
        NameAllocator.Shortened(string.Join("_", declaration.ContainingTypes.Select(type => type.Name).Concat([declaration.Name])).Replace("@", "")) + role;

    /// <summary>What a file begins with.</summary>
    public static void WriteHeader(SourceWriter writer, NetworkDeclaration declaration)
    {
        writer.Line("// <auto-generated/>");
        writer.Line("#nullable enable annotations");
        // Nobody is told of them in generated code, but the compiler would look for them all the same: a sixth of its work and more.
        writer.Line("#nullable disable warnings");
        // The author is told where the class is declared.
        if (declaration.ContainingTypes.Select(type => type.Name).Append(declaration.Name).Any(name => name.All(letter => letter is >= 'a' and <= 'z'))) writer.Line("#pragma warning disable CS8981");
        writer.Line();
    }

    /// <summary>Opens the author's class inside its namespace and containing types.</summary>
    /// <param name="writer">The text.</param>
    /// <param name="declaration">The class.</param>
    /// <param name="remarks">What is said of it, once: null in all files but the first.</param>
    /// <param name="members">What is added to it.</param>
    public static void OpenClass(SourceWriter writer, NetworkDeclaration declaration, Action? remarks, Action members)
    {
        var closing = new Stack<IDisposable>();
        if (declaration.Namespace.Length > 0) closing.Push(writer.Block($"namespace {declaration.Namespace}"));
        foreach (var type in declaration.ContainingTypes) closing.Push(writer.Block($"partial {type.Keyword} {type.Name}{type.TypeParameters}"));
        remarks?.Invoke();
        if (remarks is not null) writer.Line(Mark);
        using (writer.Block($"partial {declaration.Keyword} {declaration.Name}")) members();
        while (closing.Count > 0) closing.Pop().Dispose();
    }

    /// <summary>The attribute of what is not the author's: the first half of the class, or a member elsewhere.</summary>
    public static string Mark => $"[global::System.CodeDom.Compiler.GeneratedCode(\"Sinter\", \"{Version}\")]";

    private static string Version => typeof(FileWriter).Assembly.GetName().Version.ToString(3);
}
