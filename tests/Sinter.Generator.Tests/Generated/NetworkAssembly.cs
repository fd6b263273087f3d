using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Levels;

namespace Sinter.Generator.Tests.Generated;

/// <summary>
/// Networks generated, compiled together and loaded into this process: one compilation serves many, because starting one costs
/// more than a small network does. Disposing it lets the runtime unload the code.
/// </summary>
internal sealed class NetworkAssembly : IDisposable
{
    /// <summary>What generated code may need besides the runtime: no Dsl, no System.Linq.</summary>
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "System.Private.CoreLib.dll" or "System.Runtime.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(InferenceSession).Assembly.Location),
    ];

    private const string DriverSuffix = ".driver";

    private readonly AssemblyLoadContext context = new("networks", isCollectible: true);

    private NetworkAssembly(IReadOnlyList<CompiledNetwork> networks) => Networks = networks;

    /// <summary>The cases in their order. One that could not be compiled says why in <see cref="CompiledNetwork.Failure"/>.</summary>
    public IReadOnlyList<CompiledNetwork> Networks { get; }

    /// <summary>Whether the tests are those of the checked build, whose runtime tests every access against the lengths that networks state.</summary>
    public static bool IsChecked =>
#if SINTER_CHECKED
        true;
#else
        false;
#endif

    /// <summary>The options a strict user might build with: every warning there is, and checked arithmetic.</summary>
    public static CSharpCompilationOptions Strict { get; } = new(
        OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true, warningLevel: 9999,
        nullableContextOptions: NullableContextOptions.Enable);

    public static NetworkAssembly Load(IEnumerable<NetworkCase> cases, CSharpCompilationOptions? options = null, DocumentationMode documentation = DocumentationMode.Diagnose)
    {
        var assembly = new NetworkAssembly([.. cases.Select(Generate)]);
        var good = assembly.Networks.Where(network => network.Failure is null).ToList();
        if (good.Count == 0) return assembly;
        using var image = new MemoryStream();
        var result = Compilation(good, options ?? Strict, documentation).Emit(image);
        foreach (var complaints in result.Diagnostics.Where(IsComplaint).GroupBy(diagnostic => Path.GetFileNameWithoutExtension(diagnostic.Location.SourceTree?.FilePath)))
            good.First(network => network.Case.Name == complaints.Key).Failure = "The generated code does not compile cleanly:\n" + string.Join("\n", complaints);
        if (!result.Success)
        {
            good.RemoveAll(network => network.Failure is not null);
            image.SetLength(0);
            if (good.Count == 0) return assembly;
            result = Compilation(good, options ?? Strict, documentation).Emit(image);
            if (!result.Success) throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
        }

        image.Position = 0;
        var loaded = assembly.context.LoadFromStream(image);
        foreach (var network in good) network.Bind(loaded.GetType(network.Case.Name + "Driver", throwOnError: true)!);
        return assembly;
    }

    /// <summary>Errors and warnings of a compilation of these cases and nothing else.</summary>
    public static IReadOnlyList<Diagnostic> Diagnose(IEnumerable<NetworkCase> cases, CSharpCompilationOptions options) =>
        [.. Compilation([.. cases.Select(Generate)], options).GetDiagnostics().Where(IsComplaint)];

    public void Dispose() => context.Unload();

    // Whatever goes wrong on the way to C# is a finding about this one network.
    private static CompiledNetwork Generate(NetworkCase @case)
    {
        try
        {
            var lowered = @case.Lower();
            var generated = NetworkCompiler.Emit(lowered, CancellationToken.None, statesLengths: IsChecked);
            var failure = lowered.Inference is null ? string.Join("\n", lowered.Errors.Select(error => error.Message)) : BufferOverlap.Find(lowered);
            return new CompiledNetwork(@case, lowered, generated.Text) { Onnx = generated.Onnx ?? "", Failure = failure };
        }
        catch (Exception exception)
        {
            return new CompiledNetwork(@case, null, "") { Failure = exception.ToString() };
        }
    }

    private static CSharpCompilation Compilation(IReadOnlyList<CompiledNetwork> networks, CSharpCompilationOptions options, DocumentationMode documentation = DocumentationMode.Diagnose)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest, documentation);
        var trees = networks.Select(network => CSharpSyntaxTree.ParseText(network.Source, parse, network.Case.Name + ".cs"))
            .Concat(networks.Select(network => CSharpSyntaxTree.ParseText(network.Onnx, parse, network.Case.Name + ".onnx")))
            .Concat(networks.Select(network => CSharpSyntaxTree.ParseText(DriverSource.Of(network), parse, network.Case.Name + DriverSuffix)));
        return CSharpCompilation.Create("Networks", trees, References, options);
    }

    // The driver has no documentation; generated members have to have some, or authors who document theirs would be warned.
    private static bool IsComplaint(Diagnostic diagnostic) =>
        diagnostic.Severity >= DiagnosticSeverity.Warning && !(diagnostic.Id == "CS1591" && diagnostic.Location.SourceTree?.FilePath.EndsWith(DriverSuffix, StringComparison.Ordinal) == true);
}
