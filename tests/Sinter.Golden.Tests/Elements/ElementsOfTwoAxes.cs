namespace Sinter.Golden.Elements;

/// <summary>Elements that are chosen along the first of two axes, and numbers that are added along it.</summary>
[Network]
public partial class ElementsOfTwoAxes
{
    static (Tensor Chosen, Tensor Added) Define([Shape(5, 4)] Tensor x, [Shape(3, 4)] Tokens index, [Shape(3, 4)] Tensor more) =>
        (x.Gather(0, index), x.ScatterAdd(0, index, more));
}
