using Sinter.Graphs;

namespace Sinter;

/// <summary>Finds layers that the layer after them undoes or repeats, which is legal and hardly meant.</summary>
internal static class Redundancy
{
    /// <summary>Cross-entropy of probabilities: their softmax is nearly even, so that gradients are small and the loss stops far above 0.</summary>
    public static void CheckSoftmax(Tensor logits, string layer)
    {
        if (logits.Builder.MadeBy(logits.Id) is not { Kind: "Softmax", Name: var name }) return;
        Advise(logits, DiagnosticIds.SoftmaxBeforeLoss, $"'{name}' makes probabilities of its input, but {layer} expects scores and takes their softmax itself: of probabilities it is nearly even, and training is slow and ends early. Remove the Softmax here, and apply it to the output where you need probabilities.");
    }

    /// <summary>Binary cross-entropy with logits of probabilities, likewise.</summary>
    public static void CheckSigmoid(Tensor logits, string layer)
    {
        if (logits.Builder.MadeBy(logits.Id) is not { Kind: "Sigmoid", Name: var name }) return;
        Advise(logits, DiagnosticIds.SigmoidBeforeLoss, $"'{name}' makes probabilities of its input, but {layer} expects scores and takes their sigmoid itself: of probabilities it is between 0.5 and 0.73, and no answer can be a clear no. Remove the Sigmoid here, and apply it to the output where you need probabilities.");
    }

    /// <summary>A bias before a batch normalization: subtracting the mean takes it away.</summary>
    public static void CheckBias(Tensor x, string layer)
    {
        if (x.Builder.MadeBy(x.Id) is not { Name: var name } made || !(made.Kind.StartsWith("Conv", StringComparison.Ordinal) || made.Kind == "Linear")) return;
        if (!x.Builder.HasParameter(name + ".bias")) return;
        Advise(x, DiagnosticIds.BiasBeforeNormalization, $"The bias of '{name}' changes nothing: {layer} subtracts the mean of each channel, and the bias with it. Write bias: false.");
    }

    private static void Advise(Tensor x, string id, string message) => x.Builder.Advise(new Advice(id, message, x.Id));
}
