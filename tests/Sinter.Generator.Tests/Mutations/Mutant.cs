namespace Sinter.Generator.Tests.Mutations;

/// <summary>A subject with one change.</summary>
/// <param name="Seed">What decided the change.</param>
/// <param name="Subject">What was changed.</param>
/// <param name="Text">The changed source.</param>
/// <param name="What">The change in words.</param>
internal sealed record Mutant(int Seed, Subject Subject, string Text, string What)
{
    /// <summary>The mutant of a seed.</summary>
    public static Mutant Draw(int seed)
    {
        // Seeds that follow one another would draw much the same.
        var random = new Random(unchecked((int)(seed * 2654435761u)));
        var subject = Subjects.All[random.Next(Subjects.All.Count)];
        var edit = Mutator.Draw(subject.Text, random) ?? throw new InvalidOperationException($"Nothing can be changed in {subject.Name}.");
        return new Mutant(seed, subject, edit.Apply(subject.Text), edit.Describe(subject.Text));
    }

    public override string ToString() => $"seed {Seed}, {Subject.Name}, {What}";
}

/// <summary>What became of a mutant.</summary>
internal enum Fate
{
    /// <summary>It compiles, and computes what the interpreter computes.</summary>
    Equal,

    /// <summary>It compiles, but rounding decides its results, or it would take long to interpret.</summary>
    NotRun,

    /// <summary>Sinter says what is wrong.</summary>
    Refused,

    /// <summary>The C# compiler says what is wrong with the author's code, and nothing about the generated code.</summary>
    NotCSharp,

    /// <summary>No network is left.</summary>
    NoNetwork,

    /// <summary>A finding.</summary>
    Wrong,
}

/// <summary>What became of a mutant, and a word on it.</summary>
internal sealed record MutantVerdict(Fate Fate, string Reason = "");
