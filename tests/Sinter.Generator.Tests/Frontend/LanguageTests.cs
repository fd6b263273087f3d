using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Frontend;
using DefinitionInterpreter = Sinter.Generator.Frontend.Interpreter;

namespace Sinter.Generator.Tests.Frontend;

/// <summary>The interpreter against the compiled program: the same source must give the same value.</summary>
public sealed class LanguageTests
{
    private static readonly Lazy<(CSharpCompilation Compilation, Type Type)> Cases = new(Compile);

    public static TheoryData<string> Names => [.. LanguageCases.All.Select(@case => @case.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Interpreted_EqualsCompiled(string name)
    {
        var (compilation, type) = Cases.Value;
        var method = "Case" + Array.FindIndex(LanguageCases.All, @case => @case.Name == name);
        var expected = Show(type.GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.Invoke(null, []));
        var symbol = (IMethodSymbol)compilation.GetTypeByMetadataName("Cases")!.GetMembers(method).Single();

        string actual;
        try
        {
            actual = Show(new DefinitionInterpreter(compilation, CancellationToken.None).Run(symbol, []));
        }
        catch (DefinitionException exception)
        {
            actual = $"{exception.Id} at '{exception.Place}': {exception.Message}";
        }

        Assert.Equal(expected, actual);
    }

    private static (CSharpCompilation Compilation, Type Type) Compile()
    {
        var bodies = LanguageCases.All.Select((@case, i) => $"static object? Case{i}() {{ {@case.Body} }}");
        var compilation = Source.Compile("using System; using System.Linq; using System.Collections.Generic;\nstatic class Cases\n{\n" + LanguageCases.Helpers + "\n" + string.Join("\n", bodies) + "\n}\n" + LanguageCases.Others);
        var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return (compilation, Assembly.Load(image.ToArray()).GetType("Cases")!);
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => '"' + text + '"',
        ITuple tuple => "(" + string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Show(tuple[i]))) + ")",
        TupleValue tuple => "(" + string.Join(", ", tuple.Items.Select(Show)) + ")",
        SequenceValue sequence => "[" + string.Join(", ", sequence.Items.Select(Show)) + "]",
        Enum or EnumValue => value.ToString()!,
        IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(Show)) + "]",
        IFormattable number => number.GetType().Name + " " + number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.GetType().Name + " " + value,
    };
}
