#if SINTER_CHECKED
// The checked build (CONTRIBUTING.md): a pointer that knows the range that was planned for it, and tests every access.
global using BytePointer = Sinter.Runtime.CheckedPointer<byte>;
global using FloatPointer = Sinter.Runtime.CheckedPointer<float>;
global using IntPointer = Sinter.Runtime.CheckedPointer<int>;
#else
// Bare addresses: the names leave no trace in the code.
global using unsafe BytePointer = byte*;
global using unsafe FloatPointer = float*;
global using unsafe IntPointer = int*;
#endif
