using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>
/// The classes and functions that a state_dict names, and what becomes of calling them: all there is. Whatever else a file names is refused,
/// for it would be code of whoever has written the file.
/// </summary>
internal sealed class TorchObjects(string file)
{
    private const int MostAxes = 64;

    private const string Ordered = "collections.OrderedDict", Size = "torch.Size", Device = "torch.device", FromType = "torch._tensor._rebuild_from_type_v2", Encode = "_codecs.encode";

    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal)
    {
        Ordered, Size, Device, FromType, Encode, "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor_v3",
        "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state", "torch.nn.parameter.Parameter", "torch.Tensor",
    };

    private readonly Dictionary<string, TorchStorage> storages = new(StringComparer.Ordinal);

    /// <summary>What is named of each key, the whole of it.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => storages;

    /// <summary>What a name of a module and a class stands for.</summary>
    public object Global(string module, string name)
    {
        var full = $"{module}.{name}";
        var isTorch = module is "torch" or "torch.storage" or "torch.cuda";
        if (isTorch && TorchTypes.OfType(name) is { } type) return type;
        if (Functions.Contains(full) || (isTorch && (TorchTypes.OfStorage(name) is not null || TorchTypes.IsUntyped(name)))) return new PickleGlobal(full);
        throw Defect($"it asks for {Quotation.Of(full)}, which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …)");
    }

    /// <summary>What a call makes.</summary>
    public object Call(PickleGlobal function, IReadOnlyList<object> arguments) => (function.Name, arguments) switch
    {
        (Ordered, []) => new PickleDictionary(),
        (Ordered, [PickleSequence pairs]) => Dictionary(pairs),
        (Size, [PickleSequence extents]) => extents,
        (Device, _) => new PickleOpaque(function.Name),
        (Encode, [string text, ..]) => text,
        ("torch._utils._rebuild_tensor" or "torch._utils._rebuild_tensor_v2", [TorchStorage storage, long offset, PickleSequence shape, PickleSequence strides, ..]) =>
            Tensor(storage, storage.Type ?? throw Defect("a tensor of a storage of bytes has no type"), offset, shape, strides),
        ("torch._utils._rebuild_tensor_v3", [TorchStorage storage, long offset, PickleSequence shape, PickleSequence strides, _, _, ElementType type, ..]) =>
            Tensor(storage, type, offset, shape, strides),
        ("torch._utils._rebuild_parameter" or "torch._utils._rebuild_parameter_with_state", [TorchTensor tensor, ..]) => tensor,
        (FromType, [PickleGlobal { Name: not FromType } inner, PickleGlobal, PickleSequence rest, ..]) => Call(inner, rest.Items),
        _ => throw Defect($"it calls {Quotation.Of(function.Name)} with arguments that it does not take"),
    };

    /// <summary>Gives an object its state, which is passed over: of a dictionary it is what PyTorch notes about versions.</summary>
    public void Build(object target, object state)
    {
        if (target is not (PickleDictionary or TorchTensor)) throw Defect("it sets the state of something that is neither a dictionary nor a tensor");
        _ = state;
    }

    /// <summary>What a reference to something outside the pickle stands for: a storage.</summary>
    public object Persistent(object reference)
    {
        if (reference is not PickleSequence { Items: ["storage", PickleGlobal type, string key, _, long count, .. var view] } || count < 0 || view.Count > 1)
            throw Defect("it refers to something outside the pickle that is no storage");
        var name = type.Name[(type.Name.LastIndexOf('.') + 1)..];
        var (elements, size) = TorchTypes.OfStorage(name) is { } known ? (known.Type, known.Size) : TorchTypes.IsUntyped(name) ? ((ElementType?)null, 1) : throw Defect($"it has a storage of {Quotation.Of(type.Name)}, which is none");
        var whole = new TorchStorage(key, elements, size, count, Offset: 0);
        if (!storages.TryAdd(key, whole) && storages[key] != whole) throw Defect($"it says two things of the storage {Quotation.Of(key)}");
        if (view is not [PickleSequence { Items: var part }]) return whole;
        if (part is not [_, long offset, long length] || offset < 0 || length < 0 || offset > count - length) throw Defect($"it has a view of the storage {Quotation.Of(key)} that lies outside of it");
        return whole with { Offset = offset, Count = length };
    }

    private TorchTensor Tensor(TorchStorage storage, ElementType type, long offset, PickleSequence shape, PickleSequence strides)
    {
        var (extents, steps) = (Numbers(shape), Numbers(strides));
        if (extents.Length != steps.Length) throw Defect($"it has a tensor of {extents.Length} axes with {steps.Length} strides");
        if (SourceTensor.Count(extents) is not { } count) throw Defect($"it has a tensor whose shape [{string.Join(", ", extents)}] is too large");
        var size = storage.Type is null ? type.Size : storage.Size;
        var last = (Int128)offset;
        for (var axis = 0; axis < extents.Length && last <= storage.Count; axis++) last += (Int128)Math.Max(extents[axis] - 1, 0) * steps[axis];
        if (offset < 0 || (count > 0 && (last + 1) * (storage.Type is null ? size : 1) > storage.Count))
            throw Defect($"it has a tensor of shape [{string.Join(", ", extents)}] that reaches beyond its storage {Quotation.Of(storage.Key)} of {storage.Count:N0} {(storage.Type is null ? "bytes" : "elements")}");
        return new TorchTensor(storage, type, offset, extents, steps);
    }

    private long[] Numbers(PickleSequence sequence)
    {
        if (sequence.Items.Count > MostAxes) throw Defect($"it has a tensor of more than {MostAxes} axes");
        return [.. sequence.Items.Select(item => item is long and >= 0 ? (long)item : throw Defect("it has a tensor whose shape or strides are no whole numbers from 0 up"))];
    }

    private PickleDictionary Dictionary(PickleSequence pairs)
    {
        var dictionary = new PickleDictionary();
        foreach (var pair in pairs.Items)
        {
            if (pair is not PickleSequence { Items: [var key, var value] }) throw Defect($"it makes an {Ordered} of something that is no pairs");
            dictionary.Set(key, value);
        }

        return dictionary;
    }

    private CheckpointException Defect(string what) => new($"{file}: {what}.");
}
