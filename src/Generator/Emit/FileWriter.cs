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
            foreach (var call in calls.Where(Prepares)) WriteProgram(call.Prepare!, "Preparation" + variants.SuffixOf(call), $"What inference{CallVariants.Clause(call)} needs of the weights, computed once for each version of them.");
            if (calls.Count(Prepares) > 1) WriteAllPreparations(writer, network, variants);
            foreach (var call in calls.Where(call => call.Inference is not null)) WriteProgram(call.Inference!, "Inference" + variants.SuffixOf(call), $"The network as it predicts{CallVariants.Clause(call)}.");
            if (network.Decoding is not null)
            {
                new StepWriter(writer, network.PrepareDecoding!, network.DecodingSymbols, structures).Write(HelperClass(declaration, "DecodingPreparation"), "What decoding needs of the weights, computed once for each version of them.");
                writer.Line();
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

    /// <summary>The class that computes all that inference needs of the weights, as <see cref="HelperClass"/> names it; null if there is nothing.</summary>
    public static string? PreparationOf(LoweredNetwork network, CallVariants variants) => network.Calls.Where(Prepares).ToArray() switch
    {
        [] => null,
        [var only] => "Preparation" + variants.SuffixOf(only),
        _ => "Preparations",
    };

    private static bool Prepares(LoweredVariant call) => call.Prepare?.Steps.Count > 0;

    private static void WriteAllPreparations(SourceWriter writer, LoweredNetwork network, CallVariants variants)
    {
        writer.Line("/// <summary>What all calls need of the weights, whatever they leave out.</summary>");
        using (writer.Block($"file static class {HelperClass(network.Declaration, PreparationOf(network, variants)!)}"))
        using (writer.Block("public static void Run(in Frame frame)"))
        {
            foreach (var call in network.Calls.Where(Prepares)) writer.Line($"{HelperClass(network.Declaration, "Preparation" + variants.SuffixOf(call))}.Run(frame);");
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
    public static void OpenClass(SourceWriter writer, NetworkDeclaration declaration, Action remarks, Action members)
    {
        var closing = new Stack<IDisposable>();
        if (declaration.Namespace.Length > 0) closing.Push(writer.Block($"namespace {declaration.Namespace}"));
        foreach (var type in declaration.ContainingTypes) closing.Push(writer.Block($"partial {type.Keyword} {type.Name}{type.TypeParameters}"));
        remarks();
        writer.Line($"[global::System.CodeDom.Compiler.GeneratedCode(\"Sinter\", \"{Version}\")]");
        using (writer.Block($"partial {declaration.Keyword} {declaration.Name}")) members();
        while (closing.Count > 0) closing.Pop().Dispose();
    }

    private static string Version => typeof(FileWriter).Assembly.GetName().Version.ToString(3);
}
