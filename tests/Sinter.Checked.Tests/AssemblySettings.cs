// Tests lower CpuFeatures.Limit, which is one for the process.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
