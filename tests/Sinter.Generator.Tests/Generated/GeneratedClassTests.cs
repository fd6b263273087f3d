using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Emit;

namespace Sinter.Generator.Tests.Generated;

/// <summary>What an author's class has besides its methods: static fields that make networks, and code that a debugger walks through.</summary>
public sealed class GeneratedClassTests
{
    private const string Source = """
        using Sinter;
        public static class Zoo { public static readonly N Shared = N.Default; public static readonly NetworkInfo Info = N.Info; }
        [Network] public partial class N
        {
            public static readonly N Default = new(seed: 1);
            private static readonly int Count = Info.Parameters.Count;
            private static readonly Session Calls = Default.CreateSession();
            private static Tensor Define([Shape(8)] Tensor x) => x.Linear(3, name: "fc").Softmax();
            private static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label);
            public static int Sum() => Count + Default.Parameters.Count + Zoo.Shared.Parameters.Count + Zoo.Info.Parameters.Count + Calls.MaxBatch;
        }
        """;

    private static readonly string[] Hiding = ["DebuggerNonUserCodeAttribute", "DebuggerHiddenAttribute", "DebuggerStepThroughAttribute", "DebuggerStepperBoundaryAttribute", "CompilerGeneratedAttribute"];

    [Fact]
    public void StaticField_MayMakeItsNetwork()
    {
        var context = new AssemblyLoadContext("fields", isCollectible: true);
        var (image, _) = Emitted();
        Assert.Equal(9, context.LoadFromStream(image).GetType("N", throwOnError: true)!.GetMethod("Sum")!.Invoke(null, null));
        context.Unload();
    }

    [Fact]
    public void EveryMethodThatComputes_CanBeSteppedThrough()
    {
        var (image, symbols) = Emitted();
        using var code = new System.Reflection.PortableExecutable.PEReader(image);
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(symbols);
        var (metadata, debug) = (code.GetMetadataReader(), pdb.GetMetadataReader());
        var stepped = 0;
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);

            // Accessors of properties without a body are the C# compiler's, and compute nothing.
            if (method.RelativeVirtualAddress == 0 || (method.Attributes & System.Reflection.MethodAttributes.SpecialName) != 0) continue;
            var points = debug.GetMethodDebugInformation(handle.ToDebugInformationHandle()).GetSequencePoints().Where(point => !point.IsHidden).ToArray();
            if (points.Length == 0 || !debug.GetString(debug.GetDocument(points[0].Document).Name).EndsWith(".g.cs", StringComparison.Ordinal)) continue;
            var type = metadata.GetTypeDefinition(method.GetDeclaringType());
            var attributes = method.GetCustomAttributes().Concat(type.GetCustomAttributes()).Select(attribute => Name(metadata, attribute));
            Assert.DoesNotContain(attributes, Hiding.Contains);
            if (metadata.GetString(method.Name) is "Fc" or "Softmax1" or "Run" or "Apply" or "Forward" or "Step") stepped++;
        }

        // Forward and Step; in each of two programs Run, a product with its epilogue, and rows.
        Assert.InRange(stepped, 8, 40);
    }

    private static string Name(MetadataReader metadata, CustomAttributeHandle handle) => metadata.GetCustomAttribute(handle).Constructor switch
    {
        { Kind: HandleKind.MemberReference } constructor when metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } parent =>
            metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)parent).Name),
        _ => "",
    };

    private static (MemoryStream Image, MemoryStream Symbols) Emitted()
    {
        var compilation = UserCompilation.Of(Source);
        Assert.Null(compilation.Exception);
        var (image, symbols) = (new MemoryStream(), new MemoryStream());
        var result = compilation.Compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        (image.Position, symbols.Position) = (0, 0);
        return (image, symbols);
    }
}
