namespace Sinter.Golden.Layers;

// Layers that move elements; most end in a function that tells places apart. What each case is in PyTorch stands under its name in eng/goldens/layers.py.

[Network]
public partial class FlattenCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Flatten().Tanh();

    private static Tensor Loss(Tensor y, [Shape(24)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ReshapeCase
{
    private static Tensor Define([Shape(2, 6)] Tensor x) => x.Probe(2, 6).Reshape(3, 4).Tanh();

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PermuteCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).Permute(2, 0, 1).Tanh();

    private static Tensor Loss(Tensor y, [Shape(4, 2, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class FlipCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x)
    {
        var y = x.Probe(2, 3, 4);
        return y.Flip(-1).Sigmoid() + y.Flip(0, 2).Tanh();
    }

    private static Tensor Loss(Tensor y, [Shape(2, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SliceCase
{
    private static Tensor Define([Shape(3, 7)] Tensor x) => x.Probe(3, 7).Neighbours();

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SliceStepCase
{
    private static Tensor Define([Shape(2, 8)] Tensor x) => x.Probe(2, 8).Slice(axis: 1, start: 1, step: 3).Exp();

    private static Tensor Loss(Tensor y, [Shape(2, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class SelectCase
{
    private static Tensor Define([Shape(3, 4)] Tensor x) => x.Probe(3, 4).FirstByLast();

    private static Tensor Loss(Tensor y, [Shape(4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ChunkCase
{
    private static Tensor Define([Shape(6, 3)] Tensor x) => x.Probe(6, 3).Gate();

    private static Tensor Loss(Tensor y, [Shape(3, 3)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ExpandCase
{
    private static Tensor Define([Shape(3, 1)] Tensor x) => x.Probe(3, 1).Expand(3, 4).Sigmoid();

    private static Tensor Loss(Tensor y, [Shape(3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConcatCase
{
    private static Tensor Define([Shape(2, 3, 4)] Tensor x) => x.Probe(2, 3, 4).WithSquares();

    private static Tensor Loss(Tensor y, [Shape(5, 3, 4)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class ConcatLastAxisCase
{
    private static Tensor Define([Shape(2, 3)] Tensor x) => x.Probe(2, 3).AfterTanh();

    private static Tensor Loss(Tensor y, [Shape(2, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PadCase
{
    private static Tensor Define([Shape(2, 3)] Tensor x) => x.Probe(2, 3).Pad(axis: 1, before: 1, after: 2).Sigmoid();

    private static Tensor Loss(Tensor y, [Shape(2, 6)] Tensor target) => y.ToLoss(target);
}

[Network]
public partial class PadChannelsCase
{
    private static Tensor Define([Shape(2, 3, 2)] Tensor x) => x.Probe(2, 3, 2).Tanh().Pad(axis: 0, before: 1, after: 2, value: 0.5f);

    private static Tensor Loss(Tensor y, [Shape(5, 3, 2)] Tensor target) => y.ToLoss(target);
}
