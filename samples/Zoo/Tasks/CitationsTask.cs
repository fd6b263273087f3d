using System.IO.Compression;

namespace Zoo.Tasks;

/// <summary>
/// Tells the subject of papers by their words and by what they cite: Cora, or where that is not at hand communities that are drawn, whose
/// members cite one another more often than others and share words. A few papers of each subject are known.
/// </summary>
internal sealed class CitationsTask : LearningTask
{
    private const int Words = 1433, Subjects = 7, Unknown = -100;
    private const string Cora = "../shared/data/cora/cora-planetoid.npz";

    private readonly float[] words;
    private readonly int[] source, target, known, subjects;
    private readonly bool[] isTested;

    public CitationsTask()
    {
        if (SharedData.Find(Cora) is { } file)
        {
            using var archive = ZipFile.OpenRead(file);
            subjects = Npz.Integers(archive, "labels");
            words = new float[subjects.Length * Words];
            foreach (var (paper, word) in Npz.Integers(archive, "feat_row").Zip(Npz.Integers(archive, "feat_col"))) words[(paper * Words) + word] = 1;
            var edges = Npz.Integers(archive, "edges");
            (source, target) = WithLoops([.. edges.Where((_, i) => i % 2 == 0)], [.. edges.Where((_, i) => i % 2 == 1)], subjects.Length);
            known = Only(Npz.Integers(archive, "train"));
            isTested = new bool[subjects.Length];
            foreach (var paper in Npz.Integers(archive, "test")) isTested[paper] = true;
            Description = $"the subjects of Cora's papers ({file})";
        }
        else
        {
            const int Papers = 700, Citations = 3000;
            var random = new Random(1);
            subjects = [.. Enumerable.Range(0, Papers).Select(paper => paper % Subjects)];
            words = new float[Papers * Words];
            for (var paper = 0; paper < Papers; paper++)
            {
                for (var i = 0; i < 20; i++) words[(paper * Words) + (random.Next(3) == 0 ? (subjects[paper] * 200) + random.Next(200) : random.Next(Words))] = 1;
            }

            int Cited(int paper) => random.Next(5) == 0 ? random.Next(Papers) : (random.Next(Papers / Subjects) * Subjects) + subjects[paper];
            int[] from = [.. Enumerable.Range(0, Citations).Select(_ => random.Next(Papers))];
            (source, target) = WithLoops(from, [.. from.Select(Cited)], Papers);
            known = Only([.. Enumerable.Range(0, 20 * Subjects)]);
            isTested = [.. known.Select(label => label == Unknown)];
            Description = "the subjects of papers in communities that are drawn";
        }

        Normalize();
    }

    public override string Description { get; }

    public override int[] Symbols => [subjects.Length, source.Length];

    public override int Batch => 1;

    public override int Tests => 1;

    public override Array[] Draw(Random random, int batch) =>
        [Repeated(words, batch), Repeated(source, batch), Repeated(target, batch), Repeated(known, batch)];

    public override double Accuracy(Array[] samples, float[] output)
    {
        var places = Enumerable.Range(0, subjects.Length).Where(paper => isTested[paper]).ToArray();
        return Share([.. places.Select(paper => subjects[paper])], [.. places.SelectMany(paper => output.AsSpan(paper * Subjects, Subjects).ToArray())]);
    }

    private static T[] Repeated<T>(T[] values, int batch) => [.. Enumerable.Repeat(values, batch).SelectMany(part => part)];

    // Attention over edges sees a node itself only where there is a loop.
    private static (int[] Source, int[] Target) WithLoops(int[] from, int[] to, int papers) =>
        ([.. from, .. Enumerable.Range(0, papers)], [.. to, .. Enumerable.Range(0, papers)]);

    private int[] Only(int[] papers)
    {
        var labels = Enumerable.Repeat(Unknown, subjects.Length).ToArray();
        foreach (var paper in papers) labels[paper] = subjects[paper];
        return labels;
    }

    // The words of a paper add up to 1.
    private void Normalize()
    {
        for (var paper = 0; paper < subjects.Length; paper++)
        {
            var row = words.AsSpan(paper * Words, Words);
            var sum = 0f;
            foreach (var word in row) sum += word;
            foreach (ref var word in row) word /= Math.Max(sum, 1);
        }
    }
}
