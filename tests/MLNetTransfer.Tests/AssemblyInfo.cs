// Torch uses all cores itself, and live tensors are counted.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
