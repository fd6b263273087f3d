// netstandard2.0 lacks the marker types that `init` accessors, records and interpolated strings of other types are compiled against.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit;

/// <summary>Marks a type that interpolated strings can be written into.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class InterpolatedStringHandlerAttribute : Attribute;
