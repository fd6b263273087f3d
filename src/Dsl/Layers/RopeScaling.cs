using Sinter.Graphs;

namespace Sinter;

/// <summary>
/// How the angles of rotary positions are made for sequences longer than those a model was trained on, in the terms of Hugging Face's
/// <c>rope_scaling</c>. Its <c>dynamic</c> kind is not among them: its angles change with the length of the call, and keys that a decoder has kept would
/// have those of another; <see cref="NtkAware"/> is the same for a length that is known.
/// </summary>
public sealed class RopeScaling
{
    private const string Layer = "RopeScaling";

    private delegate double[] Rule(double frequencyBase, int pairs);

    private readonly Rule rule;

    private RopeScaling(Rule rule, float attentionFactor = 1) => (this.rule, AttentionFactor) = (rule, attentionFactor);

    /// <summary>No scaling.</summary>
    internal static RopeScaling None { get; } = new(Plain);

    /// <summary>What rotated queries and keys are multiplied with.</summary>
    internal float AttentionFactor { get; }

    /// <summary>
    /// Position interpolation (Chen et al. 2023), the kind <c>linear</c>: all places are divided by the factor.
    /// </summary>
    /// <param name="factor">How many times longer sequences may be.</param>
    /// <returns>The scaling.</returns>
    /// <exception cref="NetworkDefinitionException">The factor is below 1 or infinite.</exception>
    public static RopeScaling Linear(float factor)
    {
        CheckFactor(factor);
        return new((frequencyBase, pairs) => [.. Plain(frequencyBase, pairs).Select(frequency => frequency / factor)]);
    }

    /// <summary>
    /// NTK-aware scaling (bloc97 2023): a larger base, <c>base·factor^(size/(size - 2))</c>, which leaves the fastest pair as it is and divides the slowest by the
    /// factor. What Hugging Face's <c>dynamic</c> computes for a sequence of <c>n</c> places is this with <c>factor·n/max_position_embeddings - (factor - 1)</c>.
    /// </summary>
    /// <param name="factor">How many times longer sequences may be.</param>
    /// <returns>The scaling.</returns>
    /// <exception cref="NetworkDefinitionException">The factor is below 1 or infinite.</exception>
    public static RopeScaling NtkAware(float factor)
    {
        CheckFactor(factor);

        // A single pair is the fastest.
        return new((frequencyBase, pairs) => Plain(pairs == 1 ? frequencyBase : frequencyBase * Math.Pow(factor, pairs / (pairs - 1.0)), pairs));
    }

    /// <summary>
    /// YaRN (Peng et al. 2023), the kind <c>yarn</c>: pairs that turn often over the trained length stay, those that turn seldom are interpolated, those between
    /// are mixed; and queries and keys grow a little.
    /// </summary>
    /// <param name="factor">How many times longer sequences may be.</param>
    /// <param name="originalMaxPositionEmbeddings">The places of the sequences the model was trained on.</param>
    /// <param name="attentionFactor">What rotated queries and keys are multiplied with; <c>0.1·ln(factor) + 1</c> by default.</param>
    /// <param name="betaFast">The turns from which on a pair stays.</param>
    /// <param name="betaSlow">The turns up to which a pair is interpolated.</param>
    /// <param name="truncate">Whether the first and the last of the mixed pairs are whole numbers.</param>
    /// <returns>The scaling.</returns>
    /// <exception cref="NetworkDefinitionException">A number is out of range.</exception>
    public static RopeScaling Yarn(
        float factor, int originalMaxPositionEmbeddings, float? attentionFactor = null, float betaFast = 32, float betaSlow = 1, bool truncate = true)
    {
        CheckFactor(factor);
        Require.Positive(Layer, nameof(originalMaxPositionEmbeddings), originalMaxPositionEmbeddings);
        Require.Positive(Layer, nameof(betaFast), betaFast);
        Require.Positive(Layer, nameof(betaSlow), betaSlow);
        if (betaFast < betaSlow) throw Require.Error(DiagnosticIds.Range, $"{Layer}: betaFast is {betaFast}, less than betaSlow, {betaSlow}; exchange them.");
        if (attentionFactor is { } stated) Require.Positive(Layer, nameof(attentionFactor), stated);
        return new(Mixed, attentionFactor ?? (float)((0.1 * Math.Log(factor)) + 1));

        double[] Mixed(double frequencyBase, int pairs)
        {
            // The pair that turns so often over the trained length.
            double Pair(double turns) => pairs * Math.Log(originalMaxPositionEmbeddings / (turns * 2 * Math.PI)) / Math.Log(frequencyBase);
            var (low, high) = (Pair(betaFast), Pair(betaSlow));
            if (truncate) (low, high) = (Math.Floor(low), Math.Ceiling(high));
            (low, high) = (Math.Max(low, 0), Math.Min(high, (2 * pairs) - 1));
            if (low == high) high += 0.001;
            double Interpolated(int pair) => Math.Min(Math.Max((pair - low) / (high - low), 0), 1);
            return [.. Plain(frequencyBase, pairs).Select((frequency, pair) => (frequency / factor * Interpolated(pair)) + (frequency * (1 - Interpolated(pair))))];
        }
    }

    /// <summary>
    /// The bands of Llama 3.1 (Grattafiori et al. 2024), the kind <c>llama3</c>: long waves are divided by the factor, short ones stay, those between are mixed.
    /// </summary>
    /// <param name="factor">How many times longer sequences may be.</param>
    /// <param name="lowFrequencyFactor">Waves longer than the trained length divided by this are long; <c>low_freq_factor</c>.</param>
    /// <param name="highFrequencyFactor">Waves shorter than the trained length divided by this are short; <c>high_freq_factor</c>, which is greater.</param>
    /// <param name="originalMaxPositionEmbeddings">The places of the sequences the model was trained on.</param>
    /// <returns>The scaling.</returns>
    /// <exception cref="NetworkDefinitionException">A number is out of range.</exception>
    public static RopeScaling Llama3(float factor, float lowFrequencyFactor, float highFrequencyFactor, int originalMaxPositionEmbeddings)
    {
        CheckFactor(factor);
        Require.Positive(Layer, nameof(lowFrequencyFactor), lowFrequencyFactor);
        Require.Positive(Layer, nameof(highFrequencyFactor), highFrequencyFactor);
        Require.Positive(Layer, nameof(originalMaxPositionEmbeddings), originalMaxPositionEmbeddings);
        if (highFrequencyFactor <= lowFrequencyFactor)
            throw Require.Error(DiagnosticIds.Range, $"{Layer}: highFrequencyFactor is {highFrequencyFactor}, but must be greater than lowFrequencyFactor, {lowFrequencyFactor}.");
        return new((frequencyBase, pairs) => [.. Plain(frequencyBase, pairs).Select(Banded)]);

        double Banded(double frequency)
        {
            var waves = originalMaxPositionEmbeddings * frequency / (2 * Math.PI);
            var kept = Math.Min(Math.Max((waves - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor), 0), 1);
            return ((1 - kept) * frequency / factor) + (kept * frequency);
        }
    }

    /// <summary>The angle by which each pair of features turns from one place to the next.</summary>
    internal double[] Frequencies(double frequencyBase, int pairs) => rule(frequencyBase, pairs);

    private static double[] Plain(double frequencyBase, int pairs) => [.. Enumerable.Range(0, pairs).Select(pair => Math.Pow(frequencyBase, -pair / (double)pairs))];

    private static void CheckFactor(float factor)
    {
        if (!(factor >= 1) || float.IsInfinity(factor)) throw Require.Error(DiagnosticIds.Range, $"{Layer}: factor is {factor}, but must be a finite number of 1 or more.");
    }
}
