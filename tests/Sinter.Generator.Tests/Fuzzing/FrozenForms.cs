namespace Sinter.Generator.Tests.Fuzzing;

/// <summary>Parts of a network that are frozen, before, behind and beside what is trained.</summary>
internal static class FrozenForms
{
    private static readonly Choice Flag = (0, 1);

    /// <summary>Each is a layer or a scope; what follows it trains as usual.</summary>
    public static IReadOnlyList<Form> All { get; } =
    [
        Form.Of((x, n) => x.Linear(n[0], bias: n[1] == 1).Frozen(), [(1, 9), Flag], weight: 3),
        Form.Of((x, n) => x.Scope("frozen", y => y.Conv2d(n[0], n[1], bias: n[2] == 1).BatchNorm2d().Relu()).Frozen(), [(1, 8), (1, 3), Flag], weight: 3),
        Form.Of((x, n) => x.BatchNorm1d(affine: n[0] == 1).Frozen(), [Flag]), Form.Of((x, n) => x.BatchNorm2d(affine: n[0] == 1).Frozen(), [Flag]),
        Form.OfTokens((t, n) => t.Embedding(n[0], n[1]).Frozen(), [(1, 9), (1, 18)]),
        Form.Of((x, n) => x.Scope("pair", y => (y.Linear(n[0], name: "a"), y.Linear(n[0], name: "b").Frozen())) switch { var (left, right) => left * right.Tanh() }, [(1, 6)]),
    ];
}
