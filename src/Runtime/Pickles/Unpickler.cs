using System.Globalization;
using Sinter.Checkpoints;

namespace Sinter.Pickles;

/// <summary>
/// Reads what Python's pickle writes, as far as it is data: it is a machine with a stack, whose program is the file. It makes numbers,
/// texts, sequences and dictionaries; what a call of a class or function would make is asked of <see cref="TorchObjects"/>, which knows a
/// handful by name and refuses the rest. Nothing is executed, nothing recurs, and no loop is longer than the file.
/// </summary>
internal sealed class Unpickler(PickleReader reader, TorchObjects objects)
{
    private const int MostDeep = 1_000_000;

    private static readonly object Mark = new();

    private readonly List<object> stack = [];
    private readonly Dictionary<long, object> memo = [];

    /// <summary>Reads one pickle to its end.</summary>
    /// <exception cref="CheckpointException">It is damaged, or does more than describe a state_dict.</exception>
    public object Read()
    {
        while (true)
        {
            var operation = (char)reader.ReadByte();
            if (operation == '.') return Pop();
            Run(operation);
            if (stack.Count > MostDeep) throw reader.Defect($"its pickle keeps more than {MostDeep:N0} values at once");
        }
    }

    private void Run(char operation)
    {
        switch (operation)
        {
            case '\x80': reader.ReadByte(); break; // the protocol: what is written says it again
            case '\x95': reader.ReadInt64(); break; // a frame, for those who read ahead
            case '(': stack.Add(Mark); break;
            case '0': Pop(); break;
            case '1': PopToMark(); break;
            case '2': Push(Top()); break;
            case 'N': Push(PickleNone.Value); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'I': PushTextNumber(); break;
            case 'L': New(reader.ReadDecimal()); break;
            case 'J': New((long)reader.ReadInt32()); break;
            case 'K': New((long)reader.ReadByte()); break;
            case 'M': New((long)reader.ReadUInt16()); break;
            case '\x8a': Push(reader.ReadNumber(reader.ReadByte())); break;
            case '\x8b': Push(reader.ReadNumber(reader.ReadUInt32())); break;
            case 'F': New(double.TryParse(reader.ReadLine(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : throw reader.Defect("its pickle has a real number that is none")); break;
            case 'G': New(reader.ReadDouble()); break;
            case 'S': Push(reader.ReadLine().Trim('\'', '"')); break;
            case 'V': Push(reader.ReadLine()); break;
            case 'T': Push(reader.ReadText(reader.ReadUInt32())); break;
            case 'U' or '\x8c': Push(reader.ReadText(reader.ReadByte())); break;
            case 'X': Push(reader.ReadText(reader.ReadUInt32())); break;
            case '\x8d': Push(reader.ReadText(reader.ReadInt64())); break;
            case 'B': New(reader.ReadBytes(reader.ReadUInt32())); break;
            case 'C': New(reader.ReadBytes(reader.ReadByte())); break;
            case '\x8e' or '\x96': New(reader.ReadBytes(reader.ReadInt64())); break;
            case '}': New(new PickleDictionary()); break;
            case ']' or ')' or '\x8f': New(new PickleSequence([])); break;
            case 'l' or 't' or '\x91': New(new PickleSequence(PopToMark())); break;
            case '\x85': NewTuple(1); break;
            case '\x86': NewTuple(2); break;
            case '\x87': NewTuple(3); break;
            case 'd': New(Fill(new PickleDictionary(), PopToMark())); break;
            case 'a': Append([Pop()]); break;
            case 'e' or '\x90': Append(PopToMark()); break;
            case 's': SetItem(); break;
            case 'u': var items = PopToMark(); Fill(Peek<PickleDictionary>("a dictionary"), items); break;
            case 'g': Push(Remembered(reader.ReadDecimal())); break;
            case 'h': Push(Remembered(reader.ReadByte())); break;
            case 'j': Push(Remembered(reader.ReadUInt32())); break;
            case 'p': memo[reader.ReadDecimal()] = Top(); break;
            case 'q': memo[reader.ReadByte()] = Top(); break;
            case 'r': memo[reader.ReadUInt32()] = Top(); break;
            case '\x94': memo[memo.Count] = Top(); break;
            case 'c': New(objects.Global(reader.ReadLine(), reader.ReadLine())); break;
            case '\x93': PushStackGlobal(); break;
            case 'R' or '\x81': Call(); break;
            case 'b': var state = Pop(); objects.Build(Top(), state); break;
            case 'Q': New(objects.Persistent(Pop())); break;
            case 'P': throw reader.Defect("its pickle names a storage by text, as no PyTorch does");
            case 'i' or 'o' or '\x92': throw reader.Defect("its pickle makes an object of a class, which a state_dict does not; in PyTorch, save model.state_dict() instead of the model");
            case '\x82' or '\x83' or '\x84': throw reader.Defect("its pickle uses names that are registered in a Python program, which a state_dict does not");
            default: throw reader.Defect($"its pickle has the unknown instruction 0x{(int)operation:X2} at byte {reader.Position - 1:N0}");
        }
    }

    private void Push(object value) => stack.Add(value);

    private void New(object value)
    {
        reader.CountObject();
        stack.Add(value);
    }

    private void NewTuple(int count)
    {
        var items = new object[count];
        for (var i = count - 1; i >= 0; i--) items[i] = Pop();
        New(new PickleSequence([.. items]));
    }

    private object Top() => stack.Count > 0 && !ReferenceEquals(stack[^1], Mark) ? stack[^1] : throw reader.Defect($"its pickle takes a value that it has not made, before byte {reader.Position:N0}");

    private object Pop()
    {
        var value = Top();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private T Pop<T>(string what) => Pop() is T value ? value : throw Unfit(what);

    private T Peek<T>(string what) => Top() is T value ? value : throw Unfit(what);

    private List<object> PopToMark()
    {
        var mark = stack.FindLastIndex(static value => ReferenceEquals(value, Mark));
        if (mark < 0) throw reader.Defect($"its pickle takes values back to a mark that it has not made, before byte {reader.Position:N0}");
        var items = stack.GetRange(mark + 1, stack.Count - mark - 1);
        stack.RemoveRange(mark, stack.Count - mark);
        return items;
    }

    private void PushTextNumber()
    {
        // The first protocol writes True and False as numbers of two digits.
        var text = reader.ReadLine();
        if (text is "00" or "01") Push(text is "01");
        else Push(long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw reader.Defect($"its pickle has {Quotation.Of(text)} where a whole number should be"));
    }

    private void Append(List<object> items)
    {
        // Appending to itself would make a list that no walk ends in; walks are bounded all the same.
        Peek<PickleSequence>("a list").Items.AddRange(items);
    }

    private void SetItem()
    {
        var value = Pop();
        var key = Pop();
        reader.CountObject();
        Peek<PickleDictionary>("a dictionary").Set(key, value);
    }

    private PickleDictionary Fill(PickleDictionary dictionary, List<object> items)
    {
        if (items.Count % 2 != 0) throw reader.Defect("its pickle has a key without a value");
        for (var i = 0; i < items.Count; i += 2)
        {
            reader.CountObject();
            dictionary.Set(items[i], items[i + 1]);
        }

        return dictionary;
    }

    private object Remembered(long index) => memo.TryGetValue(index, out var value) ? value : throw reader.Defect($"its pickle asks for value {index} of its memo, which it has not made");

    private void PushStackGlobal()
    {
        var name = Pop<string>("the name of a class");
        New(objects.Global(Pop<string>("the name of a module"), name));
    }

    private void Call()
    {
        var arguments = Pop<PickleSequence>("the arguments of a call");
        New(objects.Call(Pop<PickleGlobal>("a function"), arguments.Items));
    }

    private CheckpointException Unfit(string what) => reader.Defect($"its pickle has something else where {what} should be, before byte {reader.Position:N0}");
}
