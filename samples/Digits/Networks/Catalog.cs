using Zoo.Networks;

namespace Digits.Networks;

/// <summary>All networks of the sample.</summary>
internal static class Catalog
{
    public static readonly DigitNetwork Mlp = new("mlp", Networks.Mlp.Info,
        seed => Model(new Mlp(seed)), path => Model(Networks.Mlp.Load(path)));

    public static readonly DigitNetwork LeNet5 = new("lenet5", Networks.LeNet5.Info,
        seed => Model(new LeNet5(seed)), path => Model(Networks.LeNet5.Load(path)));

    public static readonly DigitNetwork SimpleCnn = new("simplecnn", Zoo.Networks.SimpleCnn.Info,
        seed => Model(new SimpleCnn(seed)), path => Model(Zoo.Networks.SimpleCnn.Load(path)));

    /// <summary>What <c>--network</c> offers.</summary>
    public static readonly DigitNetwork[] ByName = [Mlp, LeNet5, SimpleCnn];

    /// <summary>SimpleCnn with kernels of 1, 3, 5 and 7 pixels.</summary>
    public static readonly (int Kernel, DigitNetwork Network)[] Sweep =
    [
        (1, new("kernel 1", Kernel1Cnn.Info, seed => Model(new Kernel1Cnn(seed)), path => Model(Kernel1Cnn.Load(path)))),
        (3, new("kernel 3", Kernel3Cnn.Info, seed => Model(new Kernel3Cnn(seed)), path => Model(Kernel3Cnn.Load(path)))),
        (5, new("kernel 5", Kernel5Cnn.Info, seed => Model(new Kernel5Cnn(seed)), path => Model(Kernel5Cnn.Load(path)))),
        (7, new("kernel 7", Kernel7Cnn.Info, seed => Model(new Kernel7Cnn(seed)), path => Model(Kernel7Cnn.Load(path)))),
    ];

    private static DigitModel Model(Mlp model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static DigitModel Model(LeNet5 model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static DigitModel Model(SimpleCnn model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static DigitModel Model(Kernel1Cnn model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static DigitModel Model(Kernel3Cnn model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static DigitModel Model(Kernel5Cnn model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });

    private static DigitModel Model(Kernel7Cnn model) => new(model.Save,
        (batch, threads) => { var session = model.CreateSession(batch, threads); return (session, session.Forward); },
        (optimizer, batch, threads, seed) => { var trainer = model.CreateTrainer(optimizer, batch, threads, seed); return (trainer, trainer.Step); });
}
