using System.Text;
using Sinter.Pickles;
using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Pickles made to hurt: by what they count, nest, remember and repeat.</summary>
public sealed class HostilePickleTests
{
    [Theory]
    [InlineData("X\u00FF\u00FF\u00FF\u007Fabc.", "its pickle claims 2,147,483,647 bytes of text at byte 5, more than it has.")]
    [InlineData("\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF.", "its pickle claims 18,446,744,073,709,551,615 bytes of text at byte 9, more than it has.")]
    [InlineData("\u008B\u00FF\u00FF\u00FF\u00FF.", "its pickle has a number of more than 1,024 bytes.")]
    [InlineData("h\u0005.", "its pickle asks for value 5 of its memo, which it has not made.")]
    [InlineData("g99999999999\n.", "its pickle asks for value 99999999999 of its memo, which it has not made.")]
    [InlineData("R.", "its pickle takes a value that it has not made, before byte 1.")]
    [InlineData("(.", "its pickle takes a value that it has not made, before byte 2.")]
    [InlineData("t.", "its pickle takes values back to a mark that it has not made, before byte 1.")]
    [InlineData("}K\u0001a.", "its pickle has something else where a list should be, before byte 4.")]
    [InlineData("(K\u0001d.", "its pickle has a key without a value.")]
    [InlineData("NN", "its pickle ends in the middle.")]
    [InlineData("Z.", "its pickle has the unknown instruction 0x5A at byte 0.")]
    [InlineData("\u0082\u0001.", "its pickle uses names that are registered in a Python program, which a state_dict does not.")]
    [InlineData("(ios\nsystem\n.", "its pickle makes an object of a class, which a state_dict does not; in PyTorch, save model.state_dict() instead of the model.")]
    [InlineData("cos\nsystem\n.", "it asks for 'os.system', which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …).")]
    [InlineData("\u008C\u0008builtins\u008C\u0004exec\u0093.", "it asks for 'builtins.exec', which is no part of a state_dict and is not loaded: it would be code; in PyTorch, write the weights alone: torch.save(model.state_dict(), …).")]
    [InlineData("K\u0001)R.", "its pickle has something else where a function should be, before byte 4.")]
    [InlineData("ctorch._utils\n_rebuild_tensor_v2\n)R.", "it calls 'torch._utils._rebuild_tensor_v2' with arguments that it does not take.")]
    [InlineData("ctorch._tensor\n_rebuild_from_type_v2\n(ctorch._tensor\n_rebuild_from_type_v2\nctorch\nTensor\n)tR.", "it calls 'torch._tensor._rebuild_from_type_v2' with arguments that it does not take.")]
    [InlineData("K\u0001Nb.", "it sets the state of something that is neither a dictionary nor a tensor.")]
    [InlineData("K\u0001Q.", "it refers to something outside the pickle that is no storage.")]
    [InlineData("(X\u0007\0\0\0storagectorch\nSize\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0009tQ.", "it has a storage of 'torch.Size', which is none.")]
    public void Instructions_that_lead_nowhere_are_refused(string pickle, string message) =>
        Assert.Equal("a: " + message, Assert.Throws<CheckpointException>(() => Read([.. pickle.Select(character => (byte)character)])).Message);

    [Theory]
    [InlineData("K\u0008K\u0002\u0085K\u0001\u0085", "it has a tensor of shape [2] that reaches beyond its storage '0' of 9 elements.")]
    [InlineData("K\0K\u0003K\u0004\u0086K\u0004K\u0001\u0086", "it has a tensor of shape [3, 4] that reaches beyond its storage '0' of 9 elements.")]
    [InlineData("K\0K\u0002\u0085\u008A\u0008\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007F\u0085", "it has a tensor of shape [2] that reaches beyond its storage '0' of 9 elements.")]
    [InlineData("J\u00FF\u00FF\u00FF\u00FFK\u0002\u0085K\u0001\u0085", "it has a tensor of shape [2] that reaches beyond its storage '0' of 9 elements.")]
    [InlineData("K\0K\u0002\u0085)", "it has a tensor of 1 axes with 0 strides.")]
    [InlineData("K\0J\u00FE\u00FF\u00FF\u00FF\u0085K\u0001\u0085", "it has a tensor whose shape or strides are no whole numbers from 0 up.")]
    [InlineData("K\0\u008A\u0008\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007FK\u0002\u0086K\0K\0\u0086", "it has a tensor whose shape [9223372036854775807, 2] is too large.")]
    public void Tensors_that_lie_outside_of_their_storage_are_refused(string arguments, string message) =>
        Assert.Equal("a: " + message, Assert.Throws<CheckpointException>(() => Read(
            [.. ("ctorch._utils\n_rebuild_tensor_v2\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\00X\u0003\0\0\0cpuK\u0009tQ" + arguments + "\u0089NtR.").Select(character => (byte)character)])).Message);

    [Fact]
    public void Depth_costs_nothing()
    {
        // A list in a list in a list, a hundred thousand times; a dictionary that holds itself; tuples of twice what was before.
        Read([.. Enumerable.Repeat((byte)']', 100_000), .. Enumerable.Repeat((byte)'a', 99_999), (byte)'.']);
        Refused("}q\0X\u0001\0\0\0ah\0s.", "a dictionary without tensors in it");
        Refused(")" + string.Concat(Enumerable.Repeat("2\u0086", 5000)) + ".", "no dictionary");
        Refused("}q\0" + string.Concat(Enumerable.Range(0, 200).Select(i => $"X\u0003\0\0\0{i:D3}h\0s")) + ".", "a dictionary without tensors in it");

        static void Refused(string pickle, string what) => Assert.Equal(
            $"a: the PyTorch file holds {what}, not a state_dict; in PyTorch, write torch.save(model.state_dict(), …).",
            Assert.Throws<CheckpointException>(() => TorchSections.Find(Read([.. pickle.Select(character => (byte)character)]), (_, _) => throw new InvalidOperationException(), "a")).Message);
    }

    [Theory]
    [InlineData(")0", "its pickle makes more than 3,000,000 objects, which no state_dict does.")]
    [InlineData("N", "its pickle keeps more than 1,000,000 values at once.")]
    [InlineData("(", "its pickle keeps more than 1,000,000 values at once.")]
    public void Numbers_of_objects_are_bounded(string instruction, string message)
    {
        var bytes = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(instruction, 5_000_000)));
        Assert.Equal("a: " + message, Assert.Throws<CheckpointException>(() => Read(bytes)).Message);
    }

    [Fact]
    public void The_first_protocol_is_read()
    {
        var value = (PickleDictionary)Read([.. "(dp0\nS'a'\np1\nI3\nsVb\nI01\nsS'c'\nL-7L\nsS'd'\nF0.5\nsS'e'\n(lp2\nI1\naI2\nas."u8]);
        Assert.Equal((3L, true, -7L, 0.5), (value.Items["a"], value.Items["b"], value.Items["c"], value.Items["d"]));
        Assert.Equal([1L, 2L], ((PickleSequence)value.Items["e"]).Items);
    }

    private static object Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return new Unpickler(new PickleReader("a", stream, bytes.Length), new TorchObjects("a")).Read();
    }
}
