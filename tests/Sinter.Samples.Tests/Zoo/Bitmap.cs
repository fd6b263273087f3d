using System.Buffers.Binary;

namespace Sinter.Samples.Tests.ZooSample;

/// <summary>Pictures as files.</summary>
internal static class Bitmap
{
    /// <summary>A square of 24 bits a pixel, from the last row to the first, as the format has it; four pixels, or a multiple, are a row.</summary>
    public static byte[] Square(int side, Func<int, int, (byte Red, byte Green, byte Blue)> colour)
    {
        const int Header = 54;
        var file = new byte[Header + (side * side * 3)];
        (file[0], file[1], file[10], file[14], file[26], file[28]) = ((byte)'B', (byte)'M', Header, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), side);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), side);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var place = Header + ((((side - 1 - y) * side) + x) * 3);
                (file[place + 2], file[place + 1], file[place]) = colour(x, y);
            }
        }

        return file;
    }
}
