namespace Sinter.Golden.Sums;

/// <summary>One reduction of a network, and how far its results are from the exact ones for given terms, which are of one sign.</summary>
/// <param name="Name">What is added up.</param>
/// <param name="MostTerms">How many terms the network takes.</param>
/// <param name="Error">The largest relative error.</param>
internal sealed record LongSum(string Name, int MostTerms, Func<float[], double> Error)
{
    private const float Factor = 0.1f;

    public static IReadOnlyList<LongSum> All { get; } =
    [
        new("sum of a row", 10_000_000, Row),
        new("mean of a row", 10_000_000, Mean),
        new("sums of columns", 10_000_000, Columns),
        new("softmax of a row", 10_000_000, Softmax),
        new("global average pooling", 10_000_000, Pool),
        new("inner product", 10_000_000, Inner),
        new("attention of one query", 1_000_000, Attention),
        new("cross-entropy, mean of the batch", 10_000_000, Loss),
        new("gradient of a weight", 10_000_000, terms => Linear(terms).Weight),
        new("gradient of a bias", 10_000_000, terms => Linear(terms).Bias),
        new("gradients of a window", 10_000_000, Window),
        new("running mean of BatchNorm", 10_000_000, terms => Statistics(terms).Mean),
        new("running variance of BatchNorm", 10_000_000, terms => Statistics(terms).Variance),
        new("gradient of an embedding", 10_000_000, Table),
        new("gradient of a weight over steps", 1_000_000, terms => Steps(terms).Weight),
        new("gradient of a bias over steps", 1_000_000, terms => Steps(terms).Bias),
        new("norm of all gradients", ManyGradients.Count, Norm),
    ];

    /// <summary>Terms that are all the same: wherever a plain sum rounds, it rounds the same way.</summary>
    public static float[] Equal(int count) => Filled(count, Factor);

    /// <summary>Terms between 0 and 1.</summary>
    public static float[] Random(int count)
    {
        var random = new Random(5);
        var terms = new float[count];
        foreach (ref var term in terms.AsSpan()) term = random.NextSingle();
        return terms;
    }

    private static double Row(float[] terms)
    {
        var y = new float[1];
        using var session = new RowSum().CreateSession();
        session.Forward(terms, terms.Length, y);
        return Relative(y[0], Sum(terms));
    }

    private static double Mean(float[] terms)
    {
        var y = new float[1];
        using var session = new RowMean().CreateSession();
        session.Forward(terms, terms.Length, y);
        return Relative(y[0], Sum(terms) / terms.Length);
    }

    private static double Columns(float[] terms)
    {
        var (y, rows) = (new float[3], terms.Length / 3);
        using var session = new ColumnSums().CreateSession();
        session.Forward(terms.AsSpan(0, 3 * rows), rows, y);
        return Enumerable.Range(0, 3).Max(column =>
        {
            var sum = 0.0;
            for (var row = 0; row < rows; row++) sum += terms[(row * 3) + column];
            return Relative(y[column], sum);
        });
    }

    private static double Softmax(float[] terms)
    {
        var y = new float[terms.Length];
        using var session = new SoftmaxOfRow().CreateSession();
        session.Forward(terms, terms.Length, y);
        var sum = terms.Sum(term => Math.Exp(term));
        return terms.Zip(y, (term, probability) => Relative(probability, Math.Exp(term) / sum)).Max();
    }

    private static double Pool(float[] terms)
    {
        var y = new float[1];
        using var session = new GlobalPool().CreateSession();
        session.Forward(terms, terms.Length, y);
        return Relative(y[0], Sum(terms) / terms.Length);
    }

    private static double Inner(float[] terms)
    {
        var y = new float[1];
        using var session = new InnerProduct().CreateSession();
        session.Forward(terms, Equal(terms.Length), terms.Length, y);
        return Relative(y[0], Factor * Sum(terms));
    }

    private static double Attention(float[] terms)
    {
        var (y, keys) = (new float[4], terms.Length / 4);
        using var session = new OneQuery().CreateSession();
        session.Forward(terms.AsSpan(0, 4 * keys), keys, y);
        return Enumerable.Range(0, 4).Max(i =>
        {
            var sum = 0.0;
            for (var key = 0; key < keys; key++) sum += terms[(key * 4) + i];
            return Relative(y[i], sum / keys);
        });
    }

    private static double Loss(float[] terms)
    {
        using var trainer = new MeanLoss().CreateTrainer(new Sgd(), terms.Length);
        var logits = new float[2 * terms.Length];
        for (var i = 0; i < terms.Length; i++) logits[2 * i] = terms[i];
        return Relative(trainer.ComputeGradients(logits, new int[terms.Length]), terms.Average(term => Math.Log(1 + Math.Exp(-(double)term))));
    }

    private static (double Weight, double Bias) Linear(float[] terms)
    {
        using var trainer = new LinearGradients().CreateTrainer(new Sgd(), terms.Length);
        trainer.ComputeGradients(Equal(terms.Length), terms);
        return (Relative(trainer.Gradients["f.weight"].Values[0], Factor * Sum(terms)), Relative(trainer.Gradients["f.bias"].Values[0], Sum(terms)));
    }

    private static double Window(float[] terms)
    {
        var images = terms.Length / WindowGradients.Rows;
        terms = terms[..(images * WindowGradients.Rows)];
        using var trainer = new WindowGradients().CreateTrainer(new Sgd(), images);
        trainer.ComputeGradients(Equal(terms.Length), terms);
        double sum = 0, first = 0, last = 0;
        for (var i = 0; i < terms.Length; i++)
        {
            sum += terms[i];
            if (i % WindowGradients.Rows == 0) first += terms[i];
            if (i % WindowGradients.Rows == WindowGradients.Rows - 1) last += terms[i];
        }

        var weight = trainer.Gradients["c.weight"].Values;
        double[] errors =
        [
            Relative(weight[0], Factor * (sum - first)), Relative(weight[1], Factor * sum), Relative(weight[2], Factor * (sum - last)),
            Relative(trainer.Gradients["c.bias"].Values[0], sum),
        ];
        return errors.Max();
    }

    // A mean far from zero, and a variance that is all in the last digits of the values.
    private static (double Mean, double Variance) Statistics(float[] terms)
    {
        var x = new float[terms.Length];
        for (var i = 0; i < x.Length; i++) x[i] = 1000 + terms[i] + (i % 2);
        var model = new BatchStatistics();
        using var trainer = model.CreateTrainer(new Sgd { LearningRate = 0 }, x.Length);
        trainer.Step(x, Filled(x.Length, 1));
        var mean = Sum(x) / x.Length;
        var variance = x.Sum(value => (value - mean) * (value - mean)) / (x.Length - 1);
        return (Relative(model.States["bn.running_mean"].Values[0], 0.1f * mean), Relative(model.States["bn.running_var"].Values[0], 0.9f + (0.1f * variance)));
    }

    private static double Table(float[] terms)
    {
        using var trainer = new TableGradient().CreateTrainer(new Sgd(), terms.Length);
        trainer.ComputeGradients(Enumerable.Repeat(1, terms.Length).ToArray(), terms);
        return Relative(trainer.Gradients["e.weight"].Values[1], Sum(terms));
    }

    private static (double Weight, double Bias) Steps(float[] terms)
    {
        using var trainer = new StepGradients().CreateTrainer(new Sgd(), 1);
        trainer.ComputeGradients(Equal(terms.Length), terms, terms.Length);
        return (Relative(trainer.Gradients["scan1.f.weight"].Values[0], Factor * Sum(terms)), Relative(trainer.Gradients["scan1.f.bias"].Values[0], Sum(terms)));
    }

    private static double Norm(float[] terms)
    {
        using var trainer = new ManyGradients().CreateTrainer(new Sgd { LearningRate = 0 }, 1);
        var gradients = new float[ManyGradients.Count];
        terms.CopyTo(gradients, 0);
        trainer.Step([1], gradients);
        return Relative(trainer.GradientNorm, Math.Sqrt(terms.Sum(term => (double)term * term)));
    }

    private static double Relative(double value, double exact) => Math.Abs((value / exact) - 1);

    private static double Sum(float[] terms) => terms.Sum(term => (double)term);

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
