using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Sinter.Generator.Diagnostics;

/// <summary>
/// Every diagnostic: SNT1xxx the declaration, SNT2xxx shapes and arguments of layers, SNT3xxx the C# of a definition, SNT4xxx
/// training, SNT9xxx Sinter itself. The message is written where the error is found, for that very network.
/// </summary>
internal static class DiagnosticDescriptors
{
    private const string Category = "Sinter";

    private static readonly DiagnosticDescriptor NotPartial = Error(DiagnosticIds.NotPartial, "A network must be partial");
    private static readonly DiagnosticDescriptor DuplicateParameter = Error(DiagnosticIds.DuplicateParameter, "Two parameters have the same name");
    private static readonly DiagnosticDescriptor EmptyName = Error(DiagnosticIds.EmptyName, "A name is missing or not valid");
    private static readonly DiagnosticDescriptor WrongKindOfClass = Error(DiagnosticIds.WrongKindOfClass, "A network must be a plain class");
    private static readonly DiagnosticDescriptor NoDefinition = Error(DiagnosticIds.NoDefinition, "A network needs a definition");
    private static readonly DiagnosticDescriptor AmbiguousDefinition = Error(DiagnosticIds.AmbiguousDefinition, "A network has more than one definition");
    private static readonly DiagnosticDescriptor WrongDefine = Error(DiagnosticIds.WrongDefine, "Define has the wrong form");
    private static readonly DiagnosticDescriptor NoInputShape = Error(DiagnosticIds.NoInputShape, "An input has no shape");
    private static readonly DiagnosticDescriptor WrongInputShape = Error(DiagnosticIds.WrongInputShape, "The shape of an input is not valid");
    private static readonly DiagnosticDescriptor WrongLoss = Error(DiagnosticIds.WrongLoss, "Loss has the wrong form");
    private static readonly DiagnosticDescriptor WrongDimension = Error(DiagnosticIds.WrongDimension, "The declaration of a symbol is not valid");
    private static readonly DiagnosticDescriptor UnknownSymbol = Error(DiagnosticIds.UnknownSymbol, "A symbol is not declared");
    private static readonly DiagnosticDescriptor Shape = Error(DiagnosticIds.Shape, "Shapes do not fit");
    private static readonly DiagnosticDescriptor Range = Error("SNT2002", "A number is outside its range");
    private static readonly DiagnosticDescriptor Rank = Error("SNT2003", "The number of axes is wrong");
    private static readonly DiagnosticDescriptor Groups = Error("SNT2004", "Channels cannot be split into these groups");
    private static readonly DiagnosticDescriptor Weight = Error("SNT2005", "A shared weight does not fit");
    private static readonly DiagnosticDescriptor Window = Error("SNT2006", "A window is larger than its image");
    private static readonly DiagnosticDescriptor Target = Error("SNT2007", "A target does not fit the output");
    private static readonly DiagnosticDescriptor Kind = Error("SNT2008", "Tokens and numbers are mixed up");
    private static readonly DiagnosticDescriptor Null = Error("SNT2009", "A value is null");
    private static readonly DiagnosticDescriptor Unsupported = Error(DiagnosticIds.Unsupported, "A definition cannot contain this C#");
    private static readonly DiagnosticDescriptor Budget = Error(DiagnosticIds.Budget, "A definition takes too long to read");
    private static readonly DiagnosticDescriptor Recursion = Error(DiagnosticIds.Recursion, "Calls are nested too deeply");
    private static readonly DiagnosticDescriptor Throws = Error(DiagnosticIds.Throws, "A definition throws an exception");
    private static readonly DiagnosticDescriptor LossNotScalar = Error(DiagnosticIds.LossNotScalar, "A loss must be one number");
    private static readonly DiagnosticDescriptor NoGradient = Error(DiagnosticIds.NoGradient, "A weight has no gradient where it is used");
    private static readonly DiagnosticDescriptor NotDecodable = Error(DiagnosticIds.NotDecodable, "A network cannot decode a sequence call by call");
    private static readonly DiagnosticDescriptor NothingLearned = Advice(DiagnosticIds.NothingLearned, DiagnosticSeverity.Warning, "Nothing is learned from an input");
    private static readonly DiagnosticDescriptor UnusedParameter = Advice(DiagnosticIds.UnusedParameter, DiagnosticSeverity.Warning, "A parameter is never used");
    private static readonly DiagnosticDescriptor SoftmaxBeforeLoss = Advice(Redundancy.SoftmaxBeforeLoss, DiagnosticSeverity.Warning, "A loss takes the softmax itself");
    private static readonly DiagnosticDescriptor SigmoidBeforeLoss = Advice(Redundancy.SigmoidBeforeLoss, DiagnosticSeverity.Warning, "A loss takes the sigmoid itself");
    private static readonly DiagnosticDescriptor BiasBeforeNormalization = Advice(Redundancy.BiasBeforeNormalization, DiagnosticSeverity.Info, "A normalization takes a bias away");
    private static readonly DiagnosticDescriptor Internal = Error(DiagnosticIds.Internal, "Sinter could not read the network");

    /// <summary>In the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, DuplicateParameter, EmptyName, WrongKindOfClass, NoDefinition, AmbiguousDefinition, WrongDefine, NoInputShape, WrongInputShape, WrongLoss, WrongDimension, UnknownSymbol,
        Shape, Range, Rank, Groups, Weight, Window, Target, Kind, Null,
        Unsupported, Budget, Recursion, Throws,
        LossNotScalar, NoGradient, NotDecodable, NothingLearned, UnusedParameter, SoftmaxBeforeLoss, SigmoidBeforeLoss, BiasBeforeNormalization,
        Internal,
    ];

    /// <summary>The descriptor with an id; <see cref="Internal"/> for an id nobody declared.</summary>
    public static DiagnosticDescriptor For(string id) => All.FirstOrDefault(descriptor => descriptor.Id == id) ?? Internal;

    private static DiagnosticDescriptor Advice(string id, DiagnosticSeverity severity, string title) =>
        new(id, title, "{0}", Category, severity, isEnabledByDefault: true);

    private static DiagnosticDescriptor Error(string id, string title) =>
        new(id, title, "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
