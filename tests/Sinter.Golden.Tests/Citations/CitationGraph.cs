using System.IO.Compression;
using Zoo.Tasks;

namespace Sinter.Golden.Citations;

/// <summary>Papers, their words, and who cites whom, in both directions.</summary>
internal sealed record CitationGraph(int[] Paper, int[] Word, int[] Source, int[] Target, int[] Labels, int[] Train, int[] Validation, int[] Test)
{
    /// <summary>What a word of each paper counts: those of one paper add up to 1.</summary>
    public float[] Weights
    {
        get
        {
            var counts = new float[Labels.Length];
            foreach (var paper in Paper) counts[paper]++;
            return Array.ConvertAll(counts, count => 1 / Math.Max(count, 1));
        }
    }

    /// <summary>The words of each paper as a row: what each counts where it occurs, 0 elsewhere.</summary>
    public float[] Rows
    {
        get
        {
            var (rows, weights) = (new float[Labels.Length * CitationNetwork.Words], Weights);
            foreach (var (paper, word) in Paper.Zip(Word)) rows[(paper * CitationNetwork.Words) + word] = weights[paper];
            return rows;
        }
    }

    /// <summary>The labels of some papers, and -1 for the others.</summary>
    public int[] LabelsOf(int[] papers)
    {
        var shown = new int[Labels.Length];
        Array.Fill(shown, -1);
        foreach (var paper in papers) shown[paper] = Labels[paper];
        return shown;
    }

    /// <summary>The share of papers whose topic has the highest score.</summary>
    public double Accuracy(ReadOnlySpan<float> scores, int[] papers)
    {
        var right = 0;
        foreach (var paper in papers)
        {
            var own = scores.Slice(paper * CitationNetwork.Topics, CitationNetwork.Topics);
            var best = 0;
            for (var topic = 1; topic < own.Length; topic++) best = own[topic] > own[best] ? topic : best;
            if (best == Labels[paper]) right++;
        }

        return (double)right / papers.Length;
    }

    /// <summary>The citation graph Cora with the split of Yang et al. 2016, from NumPy's archive of it.</summary>
    public static CitationGraph Load(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        int[] Read(string name) => Npz.Integers(archive, name);
        var edges = Read("edges");
        int[] End(int end) => [.. edges.Where((_, index) => index % 2 == end)];
        return new(Read("feat_row"), Read("feat_col"), End(0), End(1), Read("labels"), Read("train"), Read("val"), Read("test"));
    }

    /// <summary>Papers that mostly cite papers on their own topic and have a few words at random, one of them about their topic.</summary>
    public static CitationGraph Draw(int papers, int seed)
    {
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, papers).Select(_ => random.Next(CitationNetwork.Topics))];
        var (paper, word, source, target) = (new List<int>(), new List<int>(), new List<int>(), new List<int>());
        for (var i = 0; i < papers; i++)
        {
            for (var j = 0; j < 5; j++)
            {
                paper.Add(i);
                word.Add(j == 0 ? (labels[i] * 20) + random.Next(20) : random.Next(CitationNetwork.Words));
                var other = random.Next(papers);
                while (random.Next(32) > 0 && labels[other] != labels[i]) other = random.Next(papers);
                source.AddRange([i, other]);
                target.AddRange([other, i]);
            }
        }

        int[] order = [.. Enumerable.Range(0, papers)];
        return new([.. paper], [.. word], [.. source], [.. target], labels, order[..(papers / 5)], order[(papers / 5)..(papers / 2)], order[(papers / 2)..]);
    }
}
