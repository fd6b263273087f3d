using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>Convolutions that compute a band of an image, one after the other. Implemented by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IBandProgram
{
    /// <summary>All convolutions in order.</summary>
    static abstract void Run(in Frame frame, in Band band);
}
