using Sinter.Generator.Programs;
using Sinter.Generator.Scalars;
using Sinter.Graphs;

namespace Sinter.Generator.Emit;

/// <summary>Writes the values of a loop body as expressions over the vector type <c>V</c>.</summary>
internal sealed class BodyText
{
    private const int LongestInline = 72;

    private readonly LoopBody body;
    private readonly NameAllocator names;
    private readonly string[] operandNames;
    private readonly int[] uses;
    private readonly HashSet<int> contracted = [];

    public BodyText(LoopBody body, NameAllocator names, string row, string lane, SizeNames sizes)
    {
        (this.body, this.names) = (body, names);
        (Row, Lane, Sizes) = (row, lane, sizes);
        operandNames = body.Operands.Select(operand => names.Allocate(operand.Name)).ToArray();
        uses = new int[body.Values.Count];
        foreach (var value in body.Values)
        {
            foreach (var argument in value.Arguments) uses[argument]++;
        }

        foreach (var store in body.Stores) uses[store.Value]++;
        if (body.Result >= 0) uses[body.Result]++;
        for (var index = body.Values.Count - 1; index >= 0; index--)
        {
            // A load converts integers already.
            if (IsConversion(body.Values[index])) uses[body.Values[index].Arguments[0]] += uses[index] - 1;
        }

        // A product that only one sum reads is never a variable: that depends on the graph, not on the length of names, and so
        // do the bits of the result.
        foreach (var value in body.Values)
        {
            if (value is not { Kind: BodyKind.Function, Function: ScalarFunction.Add }) continue;
            var product = value.Arguments.Where(IsSingleProduct).Cast<int?>().FirstOrDefault() ?? -1;
            if (product >= 0) contracted.Add(product);
        }

        Levels = new int[body.Values.Count];
        IsLane = new bool[body.Values.Count];
        for (var index = 0; index < body.Values.Count; index++)
        {
            var value = body.Values[index];
            foreach (var argument in value.Arguments) Levels[index] = Math.Max(Levels[index], Levels[argument]);
            if (value.Kind == BodyKind.Reduce) Levels[index]++;
            IsLane[index] = value.Kind switch
            {
                BodyKind.Sum => true,
                BodyKind.Constant or BodyKind.Size or BodyKind.Reduce => false,
                BodyKind.Function => value.Arguments.Any(argument => IsLane[argument]),
                _ => !value.IsPerRow && !value.Access!.RepeatsInLanes,
            };
        }
    }

    public string Row { get; }

    public string Lane { get; }

    /// <summary>The names of the batch and the symbols.</summary>
    public SizeNames Sizes { get; }

    /// <summary>How many reductions along the lanes a value waits for.</summary>
    public int[] Levels { get; }

    /// <summary>Whether a value differs from lane to lane.</summary>
    public bool[] IsLane { get; }

    /// <summary>Names of values that are in scope.</summary>
    public Dictionary<int, string> Bound { get; private set; } = [];

    /// <summary>Operands as locals: <c>var x = operands[0];</c>.</summary>
    public void WriteOperands(SourceWriter writer)
    {
        for (var index = 0; index < operandNames.Length; index++)
        {
            var suffix = body.Operands[index].Type == DataType.Int32 ? ".AsIntegers()" : "";
            writer.Line($"var {operandNames[index]} = operands[{index}]{suffix};");
        }
    }

    public string Operand(int index) => operandNames[index];

    /// <summary>Forgets the names bound since <paramref name="outer"/> was taken.</summary>
    public void Restore(Dictionary<int, string> outer) => Bound = outer;

    public Dictionary<int, string> Snapshot() => new(Bound);

    /// <summary>Declares what is needed for <paramref name="values"/> and used more than once, in order; the rest is written inline.</summary>
    public void WriteLocals(SourceWriter writer, IEnumerable<int> values)
    {
        var needed = new SortedSet<int>();
        foreach (var value in values) Collect(value, needed);
        foreach (var value in needed)
        {
            if (Bound.ContainsKey(value) || !IsWorthName(value)) continue;
            var text = Text(value, out _);
            var suffix = body.Values[value].Kind != BodyKind.Load ? "" : IsLane[value] ? "Lanes" : "OfRow";
            var name = names.Allocate(NodeNames.Identifier(body.Values[value].Hint) + suffix);
            writer.Line($"var {name} = {text};");
            Bound[value] = name;
        }
    }

    private void Collect(int root, SortedSet<int> needed)
    {
        var pending = new Stack<int>([root]);
        while (pending.Count > 0)
        {
            var value = pending.Pop();
            if (Bound.ContainsKey(value) || !needed.Add(value)) continue;
            foreach (var argument in body.Values[value].Arguments) pending.Push(argument);
        }
    }

    private bool IsWorthName(int value)
    {
        var item = body.Values[value];
        if (item.Kind is BodyKind.Constant or BodyKind.Size or BodyKind.Sum or BodyKind.Reduce || IsConversion(item) || contracted.Contains(value)) return false;
        if (uses[value] > 1 || !IsLane[value]) return true;
        return item.Kind == BodyKind.Function && Text(value, out _).Length > LongestInline;
    }

    /// <summary>The expression of a value; <paramref name="isAtom"/> tells whether it needs no parentheses.</summary>
    public string Text(int value, out bool isAtom)
    {
        isAtom = true;
        if (Bound.TryGetValue(value, out var name)) return name;
        var item = body.Values[value];
        switch (item.Kind)
        {
            case BodyKind.Sum: return "sum";
            case BodyKind.Constant: return $"V.Fill({Literal.Of(item.Number)})";
            case BodyKind.Size: return $"V.Fill({Sizes.Float(item.Size)})";
            case BodyKind.Load: return Load(item);
            case BodyKind.Iota: return IsLane[value] ? $"V.Iota({Index(item, isLane: true)})" : $"V.Fill({Index(item, isLane: false)})";
            case BodyKind.Random:
                var keys = operandNames[item.Operand];
                var arguments = $"unchecked((uint){keys}[0]), unchecked((uint){keys}[1]), {Index(item, IsLane[value])}";
                return IsLane[value] ? $"V.Uniform({arguments})" : $"V.Fill(Lanes.Uniform({arguments}))";
            case BodyKind.Function: return Function(item, out isAtom);
            default: throw new InvalidOperationException($"A {item.Kind} has to be bound before it is used.");
        }
    }

    private string Load(BodyValue item)
    {
        var operand = operandNames[item.Operand];
        var isLane = !item.IsPerRow && !item.Access!.RepeatsInLanes;
        var index = Index(item, isLane);
        return isLane ? $"V.Load({operand}, {index})" : $"V.Fill({operand}[{index}])";
    }

    private string Index(BodyValue item, bool isLane)
    {
        if (body.Rows.IsOne && isLane) return Lane;
        var lanes = item.IsPerRow ? Extent.One : body.Lanes;
        var offset = IndexText.RowOffset(item.Access!, lanes, Row, Sizes);
        return isLane ? IndexText.Plus(offset, Lane) : offset;
    }

    /// <summary>Where a value over all lanes is stored.</summary>
    public string StoreIndex() => body.Rows.IsOne ? Lane : IndexText.Plus(IndexText.Scaled(Row, body.Lanes, Sizes), Lane);

    // What fusion makes of it, or else the text of its row.
    private string Function(BodyValue item, out bool isAtom)
    {
        isAtom = true;
        var arguments = item.Arguments;
        string Plain(int index) => Text(arguments[index], out _);
        switch (item.Function)
        {
            case ScalarFunction.Add when Product(arguments[0]) is { } product:
                return $"V.MultiplyAdd({Text(product[0], out _)}, {Text(product[1], out _)}, {Plain(1)})";
            case ScalarFunction.Add when Product(arguments[1]) is { } product:
                return $"V.MultiplyAdd({Text(product[0], out _)}, {Text(product[1], out _)}, {Plain(0)})";
            case ScalarFunction.Select when IsInlineLess(arguments[0]):
                var less = body.Values[arguments[0]].Arguments;
                return $"V.SelectLess({Text(less[0], out _)}, {Text(less[1], out _)}, {Plain(1)}, {Plain(2)})";
            case ScalarFunction.ToFloat:
                return Text(arguments[0], out isAtom);
            default:
                var row = ScalarTable.Of(item.Function);
                isAtom = row.IsAtom;
                return row.Write(arguments.Select(argument => new ScalarOperand(Text(argument, out var atom), atom)));
        }
    }

    private static bool IsConversion(BodyValue value) => value is { Kind: BodyKind.Function, Function: ScalarFunction.ToFloat };

    private bool IsSingleProduct(int value) =>
        uses[value] == 1 && body.Values[value] is { Kind: BodyKind.Function, Function: ScalarFunction.Multiply };

    private bool IsInlineLess(int value) =>
        !Bound.ContainsKey(value) && body.Values[value] is { Kind: BodyKind.Function, Function: ScalarFunction.Less };

    private EquatableArray<int>? Product(int value) => contracted.Contains(value) ? body.Values[value].Arguments : null;
}
