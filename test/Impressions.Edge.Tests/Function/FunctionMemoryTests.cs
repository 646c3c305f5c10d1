using Impressions.Core;
using Impressions.Core.Kinesis;

namespace Impressions.Edge.Tests.Function;

/// <summary>What the function's memory leaves for its heap.</summary>
public sealed class FunctionMemoryTests
{
    [Theory]
    [InlineData("128", 128, true)]
    [InlineData("3008", 3_008, true)]
    [InlineData("", 512, false)]
    [InlineData("0", 512, false)]
    [InlineData("much", 512, false)]
    public void Read_Variable_IsLambdasOrTheTemplates(string value, int megabytes, bool isKnown)
    {
        Assert.Equal(megabytes, FunctionMemory.Read(_ => value) >> 20);
        Assert.Equal(isKnown, FunctionMemory.IsKnown(_ => value));
    }

    /// <summary>The heap, and what one record may take of it (MiB).</summary>
    [Theory]
    [InlineData(128, 72, 5)]
    [InlineData(256, 200, 21)]
    [InlineData(512, 456, 32)]
    [InlineData(64, 16, 2)] // smaller than any of Lambda's
    public void HeapBytes_Function_LeavesRoomForTheProcess(int megabytes, int heap, int decoded)
    {
        var functionBytes = (long)megabytes << 20;

        Assert.Equal(heap, FunctionMemory.HeapBytes(functionBytes) >> 20);
        Assert.Equal(decoded, RecordLimits.DecodedBytes(FunctionMemory.InvocationBytes(functionBytes)) >> 20);
    }
}
