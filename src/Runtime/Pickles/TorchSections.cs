using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>Finds the dictionaries of tensors in what a PyTorch file holds: it may be one, or hold some beside an epoch and an optimizer.</summary>
internal static class TorchSections
{
    /// <summary>How many dictionaries deep they are looked for.</summary>
    private const int Deepest = 4;

    /// <summary>How many are told apart; those further in, such as an optimizer's for each tensor, are none of weights.</summary>
    private const int Most = 1000;

    /// <summary>All dictionaries that hold tensors under names, those further out first.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="describe">Where a tensor's values are.</param>
    /// <param name="file">The file's name, for messages.</param>
    /// <exception cref="CheckpointException">There is none.</exception>
    public static IReadOnlyList<TensorSection> Find(object root, Func<string, TorchTensor, SourceTensor> describe, string file)
    {
        var (sections, seen) = (new List<TensorSection>(), new HashSet<object>(ReferenceEqualityComparer.Instance));
        var next = new Queue<(string Path, int Depth, object Value)>([("", 0, root)]);
        while (sections.Count < Most && next.TryDequeue(out var place))
        {
            if (place.Value is not PickleDictionary dictionary || !seen.Add(dictionary)) continue;
            var tensors = dictionary.Items.Where(item => item.Value is TorchTensor).Select(item => (item.Key, Tensor: (TorchTensor)item.Value)).ToArray();
            if (tensors.Length > 0) sections.Add(new TensorSection(place.Path, [.. tensors.Select(item => item.Key)], index => describe(tensors[index].Key, tensors[index].Tensor)));
            if (place.Depth == Deepest) continue;
            foreach (var (key, value) in dictionary.Items)
            {
                if (value is PickleDictionary) next.Enqueue((place.Path == "" ? key : $"{place.Path}.{key}", place.Depth + 1, value));
            }
        }

        if (sections.Count > 0) return sections;
        var what = root switch
        {
            TorchTensor => "one tensor without a name",
            PickleDictionary { Items.Count: 0, Others: 0 } => "an empty dictionary",
            PickleDictionary => "a dictionary without tensors in it",
            _ => "no dictionary",
        };
        throw new CheckpointException($"{file}: the PyTorch file holds {what}, not a state_dict; in PyTorch, write torch.save(model.state_dict(), …).");
    }
}
