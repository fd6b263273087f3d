using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Sinter.Generator.Levels;
using Sinter.Generator.Emit;
using Sinter.Generator.Frontend;
using Sinter.Generator.Model;

namespace Sinter.Generator;

/// <summary>
/// Completes every class marked <c>[Network]</c>. Wiring only: the frontend reads the declaration into an equatable model,
/// and the stages behind it run again only when that model changes. What is wrong with a declaration is reported by
/// <see cref="Diagnostics.NetworkAnalyzer"/>; the generator then writes a skeleton that compiles.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    internal const string AttributeName = "Sinter.NetworkAttribute";

    // Without a byte order mark in files that are written out.
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var options = context.AnalyzerConfigOptionsProvider.Select(static (options, _) =>
            new BuildOptions(options.GlobalOptions.TryGetValue(BuildOptions.Checked, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase)));
        var models = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeName,
                static (node, _) => node is TypeDeclarationSyntax,
                static (context, cancellationToken) => NetworkReader.Read(context, cancellationToken))
            .WithTrackingName(TrackingNames.Parse)
            .Where(static model => model is { Declaration.CanComplete: true })
            .Select(static (model, _) => model!);
        var sharedNames = models.Select(static (model, _) => model.Declaration.File).Collect().Select(static (names, _) => SharedFileNames.Of(names));
        var sources = models
            .Select(static (model, cancellationToken) => NetworkCompiler.Lower(model, cancellationToken))
            .WithTrackingName(TrackingNames.Lower)
            .Combine(options)
            .Select(static (pair, cancellationToken) => NetworkCompiler.Emit(pair.Left, cancellationToken, pair.Right.StatesLengths))
            .WithTrackingName(TrackingNames.Emit);

        context.RegisterSourceOutput(
            sources.Combine(sharedNames),
            static (context, item) =>
            {
                context.AddSource(item.Right.Of(item.Left.File), SourceText.From(item.Left.Text, Utf8));
                if (item.Left.Onnx is { } onnx) context.AddSource(item.Right.OnnxOf(item.Left.File), SourceText.From(onnx, Utf8));
            });
    }
}
