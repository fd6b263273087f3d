using CharRnn.Sampling;

namespace CharRnn.Networks;

/// <summary>All networks of the sample.</summary>
internal static class Catalog
{
    public static readonly TextNetwork Rnn = new("rnn", RnnNetwork.Info, Sizes.RecurrentContext, Batch: 32, LearningRate: 2e-3f, seed => Model(new RnnNetwork(seed)));

    public static readonly TextNetwork Lstm = new("lstm", LstmNetwork.Info, Sizes.RecurrentContext, Batch: 32, LearningRate: 4e-3f, seed => Model(new LstmNetwork(seed)));

    public static readonly TextNetwork Gru = new("gru", GruNetwork.Info, Sizes.RecurrentContext, Batch: 32, LearningRate: 4e-3f, seed => Model(new GruNetwork(seed)));

    public static readonly TextNetwork Gpt = new("gpt", GptNetwork.Info, Sizes.GptContext, Batch: 12, LearningRate: 1e-3f, seed => Model(new GptNetwork(seed)));

    /// <summary>What <c>--network</c> offers.</summary>
    public static readonly TextNetwork[] ByName = [Rnn, Lstm, Gru, Gpt];

    private static TextModel Model(RnnNetwork model) => new(
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); },
        () =>
        {
            var step = new RnnStep(seed: 0);
            WeightCopy.Run(model.Parameters, step.Parameters);
            var session = step.CreateSession(maxBatch: 1, threads: 1);
            return new StateReader(session, Sizes.Layers * Sizes.Hidden, states: 1,
                (character, states, logits, next) => session.Forward(character, states[0], logits, next[0]));
        });

    private static TextModel Model(GruNetwork model) => new(
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); },
        () =>
        {
            var step = new GruStep(seed: 0);
            WeightCopy.Run(model.Parameters, step.Parameters);
            var session = step.CreateSession(maxBatch: 1, threads: 1);
            return new StateReader(session, Sizes.Layers * Sizes.Hidden, states: 1,
                (character, states, logits, next) => session.Forward(character, states[0], logits, next[0]));
        });

    private static TextModel Model(LstmNetwork model) => new(
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); },
        () =>
        {
            var step = new LstmStep(seed: 0);
            WeightCopy.Run(model.Parameters, step.Parameters);
            var session = step.CreateSession(maxBatch: 1, threads: 1);
            return new StateReader(session, Sizes.Layers * Sizes.Hidden, states: 2,
                (character, states, logits, next) => session.Forward(character, states[0], states[1], logits, next[0], next[1]));
        });

    private static TextModel Model(GptNetwork model) => new(
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); },
        () =>
        {
            var session = model.CreateSession(maxBatch: 1, threads: 1);
            return new WindowReader(session, session.Forward, Sizes.GptContext);
        });
}
