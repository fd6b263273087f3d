using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Sinter.Graphs;

namespace Sinter.Generator.Diagnostics;

/// <summary>
/// Every diagnostic: SNT1xxx the declaration, SNT2xxx shapes and arguments of layers, SNT3xxx the C# of a definition, SNT4xxx
/// training, SNT9xxx Sinter itself. The message is written where the error is found, for that very network; what is said here
/// holds for all of them, and is what <c>docs/diagnostics.md</c> is generated from.
/// </summary>
internal static class DiagnosticDescriptors
{
    /// <summary>Where the catalogue is: relative to the repository, and to the package, which contains it.</summary>
    public const string Catalogue = "docs/diagnostics.md";

    private const string Category = "Sinter";

    private static readonly DiagnosticDescriptor NotPartial = Error(
        DiagnosticIds.NotPartial,
        "A network must be partial",
        "The compiler adds members to the class of a network: sessions, weights, the trainer. C# lets it do so only when the class and every type around it are declared partial.");

    private static readonly DiagnosticDescriptor DuplicateParameter = Error(
        DiagnosticIds.DuplicateParameter,
        "Two parameters have the same name",
        "Weights are stored under the names of their layers, as PyTorch does. Two layers of one name would write to the same place of a file; layers that shall share their weights say so with a Module or a handle.");

    private static readonly DiagnosticDescriptor EmptyName = Error(
        DiagnosticIds.EmptyName,
        "A name is missing or not valid",
        "Inputs and outputs become parameters of generated methods, scopes become parts of the names of weights. Their names must be valid there, and no two may be the same.");

    private static readonly DiagnosticDescriptor WrongKindOfClass = Error(
        DiagnosticIds.WrongKindOfClass,
        "A network must be a plain class",
        "The objects of a network hold its weights, so that it must be possible to make some: the class cannot be static, abstract, generic or visible in its file only. Types around it may be anything that C# allows.");

    private static readonly DiagnosticDescriptor NoDefinition = Error(
        DiagnosticIds.NoDefinition,
        "A network needs a definition",
        "A network is defined by a static method called Define, or by a list of layers as attributes behind [Input(…)]. This class has neither.");

    private static readonly DiagnosticDescriptor AmbiguousDefinition = Error(
        DiagnosticIds.AmbiguousDefinition,
        "A network has more than one definition",
        "A network is defined in one place and has one loss. Where two are found, neither is taken in silence.");

    private static readonly DiagnosticDescriptor WrongDefine = Error(
        DiagnosticIds.WrongDefine,
        "Define has the wrong form",
        "The compiler reads Define as the function from inputs to outputs: static, tensors or tokens in, one tensor or a tuple of them out, each computed from an input.");

    private static readonly DiagnosticDescriptor NoInputShape = Error(
        DiagnosticIds.NoInputShape,
        "An input has no shape",
        "Every shape of a network follows from those of its inputs, so that each input states the extents of one sample. The batch comes before them by itself.");

    private static readonly DiagnosticDescriptor WrongInputShape = Error(
        DiagnosticIds.WrongInputShape,
        "The shape of an input is not valid",
        "An extent is a number from 1 upwards, or the name of a symbol. The batch is not written: it is leading, and every call chooses it.");

    private static readonly DiagnosticDescriptor WrongLoss = Error(
        DiagnosticIds.WrongLoss,
        "Loss has the wrong form",
        "The compiler reads Loss as the function from outputs and targets to one number: static, tensors or tokens in, one tensor out. What it takes is an output, an input, or a target with a shape of its own.");

    private static readonly DiagnosticDescriptor WrongDimension = Error(
        DiagnosticIds.WrongDimension,
        "The declaration of a symbol is not valid",
        "A symbol is an extent that every call chooses. Its bounds decide how much memory is planned and which shapes hold at every call, so that they are stated once and must make sense.");

    private static readonly DiagnosticDescriptor UnknownSymbol = Error(
        DiagnosticIds.UnknownSymbol,
        "A symbol is not declared",
        "A shape names a symbol that the network does not declare. Symbols are declared on the class, with the largest value a call may choose.");

    private static readonly DiagnosticDescriptor NameTaken = Error(
        DiagnosticIds.NameTaken,
        "A member has the name of a generated one",
        "The compiler adds Info, Parameters, States, Load, LoadWeights, Save, SaveOnnx, CreateSession and Session to the class, and CreateTrainer and Trainer when there is a loss. A member of your own cannot have the same name, except as an overload with other parameters.");

    private static readonly DiagnosticDescriptor SplitLayers = Error(
        DiagnosticIds.SplitLayers,
        "Layers are listed on several declarations",
        "Layers are applied in the order in which they are written. Between two declarations of a partial class there is no such order, so that all layers stand on one of them.");

    private static readonly DiagnosticDescriptor Construction = Error(
        DiagnosticIds.Construction,
        "A network cannot be constructed",
        "Generated constructors make the weights. Whatever constructs an object of the class must come by one of them, and they must be able to run: without a primary constructor, required members, or a base class that wants arguments.");

    private static readonly DiagnosticDescriptor NoConvolution = Error(
        DiagnosticIds.NoConvolution,
        "A choice of algorithm names no convolution",
        "The algorithm of a convolution is chosen by the full name of its layer, which is that of checkpoints and of the summary. Each has one choice.");

    private static readonly DiagnosticDescriptor UnsuitableAlgorithm = Error(
        DiagnosticIds.UnsuitableAlgorithm,
        "An algorithm does not suit a convolution",
        "Winograd's filtering computes windows of 3x3 that move by one pixel, over channels that fill vectors, and its rounding errors are larger than those of the plain sum. Where that cannot be as asked for, nothing else is done in silence.");

    private static readonly DiagnosticDescriptor NothingFrozen = Error(
        DiagnosticIds.NothingFrozen,
        "There is nothing to freeze",
        "Weights are frozen behind the layer, scope or module that makes them, or by the names they have in checkpoints. What freezes none of them is a mistake that training would not show.");

    private static readonly DiagnosticDescriptor OptionalInput = Error(
        DiagnosticIds.OptionalInput,
        "An input cannot be one that may be left out",
        "An input that Define or Loss takes as Tensor? or Tokens? may be left out of a call. The network is compiled for every choice of such inputs, so that what is not there costs nothing; a call has to have one input from which the size of its batch follows, and a sequence that is continued has to have the same inputs all the way.");

    private static readonly DiagnosticDescriptor LeftOutInput = Error(
        DiagnosticIds.LeftOutInput,
        "A network does not fit itself without an input",
        "Define and Loss are read once for every choice of the inputs that may be left out, with null in their place. What comes out has to be the same network: results of the same shapes, and weights that mean the same whichever inputs there are.");

    private static readonly DiagnosticDescriptor Shape = Error(
        DiagnosticIds.Shape,
        "Shapes do not fit",
        "Two shapes meet that must agree in some extent, and do not, or not at every call. Sinter never broadcasts, cuts or repeats anything to make them fit unless the rule is PyTorch's.");

    private static readonly DiagnosticDescriptor Range = Error(
        DiagnosticIds.Range,
        "A number is outside its range",
        "A size, a stride, a probability or another number that a layer is given is one that it cannot work with.");

    private static readonly DiagnosticDescriptor Rank = Error(
        DiagnosticIds.Rank,
        "The number of axes is wrong",
        "A layer reads axes by their position: channels, height and width of an image, steps and features of a sequence. It gets a value that has more of them or fewer.");

    private static readonly DiagnosticDescriptor Groups = Error(
        DiagnosticIds.Groups,
        "Something cannot be split evenly",
        "Channels are divided between groups, features between heads, heads between groups of keys. Each must get the same number.");

    private static readonly DiagnosticDescriptor Weight = Error(
        DiagnosticIds.Weight,
        "A shared weight does not fit",
        "A weight that is given to a layer as a handle has a shape of its own, and the layer needs another.");

    private static readonly DiagnosticDescriptor Window = Error(
        DiagnosticIds.Window,
        "A window is larger than its image",
        "The kernel of a convolution or pool does not fit into the padded image once, so that there would be no output. Often the image was reduced once too often before.");

    private static readonly DiagnosticDescriptor Target = Error(
        DiagnosticIds.Target,
        "A target does not fit the output",
        "A loss compares an output with a label or target of a shape that follows from the output's.");

    private static readonly DiagnosticDescriptor Kind = Error(
        DiagnosticIds.Kind,
        "Tokens and numbers are mixed up",
        "Tokens are indices into a table, numbers are what layers compute with; an embedding makes the second of the first. In the cell of a scan, values of one step and running statistics have a place of their own, too.");

    private static readonly DiagnosticDescriptor Null = Error(
        DiagnosticIds.Null,
        "A value is null",
        "A layer is given null where it needs a value of the network, or no name where checkpoints need one.");

    private static readonly DiagnosticDescriptor Unsupported = Error(
        DiagnosticIds.Unsupported,
        "A definition cannot contain this C#",
        "A definition is read at build time, when there are no files, clocks, threads or objects of the running program. What is known then may be used: constants, loops, branches, tuples, collections, LINQ, records and methods of your own.");

    private static readonly DiagnosticDescriptor Budget = Error(
        DiagnosticIds.Budget,
        "A definition takes too long to read",
        "The editor reads the definition again while you type, so that it may take a limited number of steps. The largest networks take a hundredth of them; a loop that never ends takes all.");

    private static readonly DiagnosticDescriptor Recursion = Error(
        DiagnosticIds.Recursion,
        "Calls are nested too deeply",
        "Methods of a definition may call themselves, but must come to an end.");

    private static readonly DiagnosticDescriptor Throws = Error(
        DiagnosticIds.Throws,
        "A definition throws an exception",
        "Run as a program, the definition would throw here: an index outside its array, a division by zero, a value that is null, or an exception of your own.");

    private static readonly DiagnosticDescriptor NoSource = Error(
        DiagnosticIds.NoSource,
        "A method is compiled already",
        "The compiler reads the bodies of the methods that a definition calls. Of a method in another assembly there is no body to read; blocks that several projects share are shared as source.");

    private static readonly DiagnosticDescriptor LossNotScalar = Error(
        DiagnosticIds.LossNotScalar,
        "A loss must be one number",
        "Training follows the gradient of one number for the whole batch. Losses of this library take the mean; a sum of several of them is one number again.");

    private static readonly DiagnosticDescriptor NotDecodable = Error(
        DiagnosticIds.NotDecodable,
        "A network cannot decode a sequence call by call",
        "A decoder continues a sequence from where the last call ended. That is possible when every place depends on itself and earlier ones only: attention is causal, and nothing else mixes places.");

    private static readonly DiagnosticDescriptor NothingLearned = Advice(
        DiagnosticIds.NothingLearned,
        DiagnosticSeverity.Warning,
        "Nothing is learned from an input, or at all",
        "Nothing that is computed depends on this input, or it meets no parameter on its way to the loss: every call would have to fill it all the same. Or no gradient leads from the loss to any parameter.");

    private static readonly DiagnosticDescriptor UnusedParameter = Advice(
        DiagnosticIds.UnusedParameter,
        DiagnosticSeverity.Warning,
        "A parameter is never used",
        "A layer makes weights, but nothing reads what is computed with them. They would be stored, loaded and never trained.");

    private static readonly DiagnosticDescriptor SoftmaxBeforeLoss = Advice(
        DiagnosticIds.SoftmaxBeforeLoss,
        DiagnosticSeverity.Warning,
        "A loss takes the softmax itself",
        "Cross-entropy expects scores and takes their softmax itself, in a way that cannot overflow. A softmax of a softmax trains, but slowly and to a worse end.");

    private static readonly DiagnosticDescriptor SigmoidBeforeLoss = Advice(
        DiagnosticIds.SigmoidBeforeLoss,
        DiagnosticSeverity.Warning,
        "A loss takes the sigmoid itself",
        "Binary cross-entropy with logits expects scores and takes their sigmoid itself, in a way that cannot overflow. A sigmoid of a sigmoid never comes near 0 or 1.");

    private static readonly DiagnosticDescriptor BiasBeforeNormalization = Advice(
        DiagnosticIds.BiasBeforeNormalization,
        DiagnosticSeverity.Info,
        "A normalization takes a bias away",
        "A batch normalization subtracts the mean of each channel, and with it whatever a bias before it has added. The bias costs memory and time and changes nothing.");

    private static readonly DiagnosticDescriptor Internal = Error(
        DiagnosticIds.Internal,
        "Sinter could not compile the network",
        "Something in the compiler itself went wrong. Please report it with the definition that shows it.");

    /// <summary>In the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, DuplicateParameter, EmptyName, WrongKindOfClass, NoDefinition, AmbiguousDefinition, WrongDefine,
        NoInputShape, WrongInputShape, WrongLoss, WrongDimension, UnknownSymbol, NameTaken, SplitLayers, Construction,
        NoConvolution, UnsuitableAlgorithm, NothingFrozen, OptionalInput, LeftOutInput,
        Shape, Range, Rank, Groups, Weight, Window, Target, Kind, Null,
        Unsupported, Budget, Recursion, Throws, NoSource,
        LossNotScalar, NotDecodable, NothingLearned, UnusedParameter, SoftmaxBeforeLoss, SigmoidBeforeLoss,
        BiasBeforeNormalization,
        Internal,
    ];

    /// <summary>The descriptor with an id; <see cref="Internal"/> for an id nobody declared.</summary>
    public static DiagnosticDescriptor For(string id) => All.FirstOrDefault(descriptor => descriptor.Id == id) ?? Internal;

    private static DiagnosticDescriptor Error(string id, string title, string description) =>
        Create(id, title, DiagnosticSeverity.Error, description);

    // What works, but is hardly meant. It is looked for when everything else is right, and nothing is compiled otherwise for it.
    private static DiagnosticDescriptor Advice(string id, DiagnosticSeverity severity, string title, string description) =>
        Create(id, title, severity, description);

    private static DiagnosticDescriptor Create(string id, string title, DiagnosticSeverity severity, string description) =>
        new(id, title, "{0}", Category, severity, isEnabledByDefault: true, description, $"{Catalogue}#{id.ToLowerInvariant()}");
}
