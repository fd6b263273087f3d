using Sinter.Onnx.Tests.Suite;

namespace Sinter.Onnx.Tests;

/// <summary>A test that needs the ONNX files of the shared data, and says so where they are not there.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!File.Exists(NodeSuiteData.Shared("onnx-node-v1.12.0.tar.gz"))) Skip = $"needs {Path.GetFullPath(NodeSuiteData.Shared("onnx-node-v1.12.0.tar.gz"))}, the node cases of ONNX 1.12";
    }
}
