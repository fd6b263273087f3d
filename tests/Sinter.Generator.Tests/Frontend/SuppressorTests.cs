using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Diagnostics;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>What other analyzers say of members that nothing calls is silenced where the compiler reads them, and nowhere else.</summary>
public sealed class SuppressorTests
{
    private const string Code = """
        using Sinter;
        [Network]
        public partial class Net
        {
            private static Tensor Define([Shape(4)] Tensor x)
            {
                static Tensor Local(Tensor y) => y;
                return Local(x).Linear(3);
            }
            private static Tensor Loss(Tensor y, [Shape] Tokens label) => y.CrossEntropy(label);
            private static Tensor Unused(Tensor z) => z.Relu();
            private Tensor Define(int w) => null!;
        }
        public class Plain
        {
            private static Tensor Define(Tensor u) => u;
        }
        """;

    public static TheoryData<string> UnusedMembers => new("IDE0051", "CA1811", "CA1823", "S1144", "RCS1213");

    public static TheoryData<string> UnusedParameters => new("IDE0060", "CA1801", "S1172", "RCS1163");

    [Theory]
    [MemberData(nameof(UnusedMembers))]
    public async Task UnusedMember_IsSilencedForDefineAndLoss(string id) =>
        Assert.Equal(
            ["Define x: silent", "Local y: reported", "Loss y: silent", "Unused z: reported", "Define w: reported", "Define u: reported"],
            await Report(id, node => node switch { MethodDeclarationSyntax method => method.Identifier, LocalFunctionStatementSyntax local => local.Identifier, _ => default }));

    [Theory]
    [MemberData(nameof(UnusedParameters))]
    public async Task UnusedParameter_IsSilencedForDefineAndLoss(string id) =>
        Assert.Equal(
            ["Define x: silent", "Local y: reported", "Loss y: silent", "Loss label: silent", "Unused z: reported", "Define w: reported", "Define u: reported"],
            await Report(id, node => node is ParameterSyntax parameter ? parameter.Identifier : default));

    [Fact]
    public async Task NullCheck_IsNotAskedForInWhatNeverRuns() =>
        Assert.Equal(
            ["Local y: silent", "Define x: silent", "Loss y: silent", "Loss label: silent", "Unused z: reported", "Define u: reported"],
            await Report("CA1062", node => node is IdentifierNameSyntax { Identifier.ValueText: "x" or "y" or "label" or "z" or "u" } name ? name.Identifier : default));

    [Fact]
    public async Task OtherRules_AreLeftAlone() =>
        Assert.All(await Report("IDE0052", node => node is MethodDeclarationSyntax method ? method.Identifier : default), line => Assert.EndsWith("reported", line));

    // What is reported where, and whether it is silenced: each place with its method and the parameter that is meant.
    private static async Task<string[]> Report(string id, Func<SyntaxNode, SyntaxToken> place)
    {
        var compilation = Source.Compile(Code);
        var analyzers = ImmutableArray.Create<DiagnosticAnalyzer>(new Complainer(id, place), new DefinitionSuppressor());
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), null, concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        var diagnostics = await compilation.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync();
        var root = await compilation.SyntaxTrees.Single().GetRootAsync();
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic => $"{About(root.FindToken(diagnostic.Location.SourceSpan.Start))}: {(diagnostic.IsSuppressed ? "silent" : "reported")}")];
    }

    private static string About(SyntaxToken token)
    {
        var method = token.Parent!.AncestorsAndSelf().First(node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax);
        var (name, parameters) = method is MethodDeclarationSyntax declared ? (declared.Identifier, declared.ParameterList) : (((LocalFunctionStatementSyntax)method).Identifier, ((LocalFunctionStatementSyntax)method).ParameterList);
        return $"{name.Text} {(name == token ? parameters.Parameters[0].Identifier : token).Text}";
    }

    // In the place of the analyzers of the IDE and others, which are not part of this process.
#pragma warning disable RS1017, RS1036, RS1038, RS1041, RS2008
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Complainer(string id, Func<SyntaxNode, SyntaxToken> place) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor rule = new(id, "title", "message", "category", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSyntaxTreeAction(tree =>
            {
                foreach (var token in tree.Tree.GetRoot().DescendantNodes().Select(place).Where(token => token != default))
                    tree.ReportDiagnostic(Diagnostic.Create(rule, token.GetLocation()));
            });
        }
    }
#pragma warning restore RS1017, RS1036, RS1038, RS1041, RS2008
}
