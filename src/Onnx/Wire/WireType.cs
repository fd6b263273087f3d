namespace Sinter.Onnx.Wire;

/// <summary>How a field is stored; the encoding of Protocol Buffers.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
