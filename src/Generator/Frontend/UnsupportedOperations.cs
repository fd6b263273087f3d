using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Sinter.Generator.Frontend;

/// <summary>What an error calls the C# that definitions cannot contain.</summary>
internal static class UnsupportedOperations
{
    public static string Describe(IOperation operation) => operation switch
    {
        IAwaitOperation => "'await'",
        ITryOperation => "'try'",
        IUsingOperation or IUsingDeclarationOperation => "'using'",
        ILockOperation => "'lock'",
        ITypeOfOperation => "'typeof'",
        ISizeOfOperation => "'sizeof'",
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation => "'dynamic'",
        IAnonymousObjectCreationOperation => "An anonymous object",
        ILabeledOperation => "A label",
        IAddressOfOperation => "A pointer",
        IEventAssignmentOperation or IEventReferenceOperation => "An event",
        ITranslatedQueryOperation => "A query expression",
        IObjectCreationOperation creation => $"An object of the type '{creation.Type?.Name}'",
        IInvocationOperation invocation => $"The method '{invocation.TargetMethod.ContainingType?.Name}.{invocation.TargetMethod.Name}'",
        IMethodReferenceOperation reference => $"The method '{reference.Method.Name}'",
        _ => $"'{Shorten(operation.Syntax.ToString())}'",
    };

    private static string Shorten(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        if (end >= 0) text = text.Substring(0, end) + "…";
        return text.Length <= 60 ? text : text.Substring(0, 59) + "…";
    }
}
