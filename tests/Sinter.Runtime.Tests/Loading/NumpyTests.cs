using System.Text;
using Sinter.Tests.Checkpoints;
using Xunit;

namespace Sinter.Tests.Loading;

/// <summary>Arrays that NumPy has written, and headers that it would not write.</summary>
public sealed class NumpyTests
{
    private static readonly string[] Types = ["f8", "f4", "f2", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "b1", "big-f8", "big-f4", "big-f2", "big-i4", "big-u2", "fortran"];

    [Theory]
    [InlineData("everything.npz")]
    [InlineData("everything-compressed.npz")]
    public void Every_type_and_order_is_read(string file)
    {
        var weights = Target.Of([.. Types.Select(type => (type, new[] { 2, 3 })), ("fortran3", [2, 3, 4]), ("scalar", []), ("empty", [0, 3])]);
        Assert.True(weights.Load(Recorded.Bytes(file)).IsComplete);
        foreach (var type in Types) Assert.Equal(type == "b1" ? [1, 1, 1, 1, 1, 1] : Recorded.Count(6), weights.Parameters[type].Values.ToArray());
        Assert.Equal(Recorded.Count(24), weights.Parameters["fortran3"].Values.ToArray());
        Assert.Equal([7], weights.Parameters["scalar"].Values.ToArray());
    }

    [Fact]
    public void A_single_array_has_the_name_of_its_file()
    {
        var weights = Target.Of(("fc.weight", [2, 3]));
        weights.Load(Recorded.PathOf("fc.weight.npy"), options: null);
        Assert.Equal(Recorded.Count(6), weights.Parameters["fc.weight"].Values.ToArray());
        foreach (var version in new[] { 1, 2, 3 }) weights.Load(Recorded.Bytes($"version{version}.npy"), new LoadOptions { Names = new Dictionary<string, string> { ["array"] = "fc.weight" } });
    }

    [Theory]
    [InlineData("objects.npz", "array 'w': it is an array of Python objects, which would have to be executed; save an array of numbers.")]
    [InlineData("structured.npz", "array 'w': it is an array of records, of which no tensor can be made; save each field as an array of its own.")]
    [InlineData("complex.npz", "tensor 'w': its dtype is <c8, of which no float can be made; convert it before it is saved.")]
    public void What_is_no_array_of_numbers_is_named(string file, string message) =>
        Assert.Equal("the bytes: " + message, Target.Refusal(Target.Of(("w", [2])), Recorded.Bytes(file)));

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", null)]
    [InlineData("{\"shape\":(2L,),\"descr\":\"<f4\",\"fortran_order\":True}", null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "its shape [3] of <f4 takes 12 bytes, but it has 8.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "its shape [9999999999, 9999999999] is too large.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,), }", "the array's header is not as NumPy writes it: '{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'shape': (2,), }'.")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "the array's header is not as NumPy writes it: '{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }'.")]
    [InlineData("{'descr': '<f4', 'fortran_order': exit(), 'shape': (2,), }", "the array's header is not as NumPy writes it: '{'descr': '<f4', 'fortran_order': exit(), 'shape': (2,), }'.")]
    [InlineData("{'descr': '<f4', 'shape': (2,), }", "the array's header is not as NumPy writes it: '{'descr': '<f4', 'shape': (2,), }'.")]
    [InlineData("", "the array's header is not as NumPy writes it: ''.")]
    public void Headers_are_read_as_what_NumPy_writes(string header, string? message)
    {
        var weights = Target.Of(("array", [2]));
        byte[] file = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.UTF8.GetBytes(header), .. Target.Bytes(1f, 2f)];
        if (message is null) weights.Load(file);
        else Assert.Equal("the bytes: " + message, Target.Refusal(weights, file));
    }

    [Fact]
    public void A_compressed_array_that_is_shorter_than_it_says_is_refused()
    {
        // The archive says one length and the array's header the same; the compressed data ends before.
        var file = Recorded.Bytes("everything-compressed.npz");
        var weights = Target.Of([.. Types.Select(type => (type, new[] { 2, 3 })), ("fortran3", [2, 3, 4]), ("scalar", []), ("empty", [0, 3])]);
        Target.Refusal(weights, file[..^100]);
        Assert.Equal("the bytes: this is a zip archive, but neither PyTorch's nor NumPy's.", Target.Refusal(weights, Recorded.Bytes("protocol3.pt").AsSpan().ToArray() is var bytes ? Renamed(bytes) : []));

        static byte[] Renamed(byte[] bytes)
        {
            // data.pkl becomes data.pkx wherever it stands.
            for (var i = 0; i + 8 <= bytes.Length; i++)
            {
                if (bytes.AsSpan(i, 8).SequenceEqual("data.pkl"u8)) bytes[i + 7] = (byte)'x';
            }

            return bytes;
        }
    }
}
