namespace Sentiment.Networks;

/// <summary>All networks of the sample.</summary>
internal static class Catalog
{
    public static readonly SentimentNetwork[] All =
    [
        new("rnn", RnnClassifier.Info, LearningRate: 1e-3, WarmupSteps: 0, seed => Model(new RnnClassifier(seed))),
        new("lstm", LstmClassifier.Info, LearningRate: 1e-3, WarmupSteps: 0, seed => Model(new LstmClassifier(seed))),
        new("transformer", TransformerClassifier.Info, LearningRate: 5e-4, WarmupSteps: 200, seed => Model(new TransformerClassifier(seed))),
    ];

    private static SentimentModel Model(RnnClassifier model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static SentimentModel Model(LstmClassifier model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static SentimentModel Model(TransformerClassifier model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });
}
