// libtorch uses all cores by itself; some tests count the tensors of the whole process, and training seeds its one random generator.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
