using Sinter.Graphs;

namespace Sinter.Generator.Errors;

/// <summary>
/// How far the compilation of a network is. What goes wrong that nobody foresaw is an error of this network and of no other, and
/// is reported with the name of the stage.
/// </summary>
internal sealed class Progress(string stage)
{
    /// <summary>What is being done.</summary>
    public string Stage { get; private set; } = stage;

    /// <summary>Something else is done from now on.</summary>
    public void Enter(string stage) => Stage = stage;

    /// <summary>The error of a network that could not be compiled. All sizes are worked out with checks: one that does not fit is the network's.</summary>
    public NetworkError ErrorOf(Exception exception, string network) => exception switch
    {
        NetworkDefinitionException definition => new(definition.Id, definition.Message, definition.Edits.ToEquatableArray()),
        OverflowException => new(DiagnosticIds.Range, $"A number that follows from the sizes of '{network}' is too large to be counted, at {Stage}; make its largest values, or the Max of its symbols, smaller."),
        _ => new(DiagnosticIds.Internal, Unforeseen(exception, network, Stage)),
    };

    /// <summary>What is said of an exception that is Sinter's own fault.</summary>
    public static string Unforeseen(Exception exception, string network, string stage) =>
        $"Sinter failed at {stage} of '{network}', which is an error of its own: {exception.GetType().Name}: {exception.Message}";
}
