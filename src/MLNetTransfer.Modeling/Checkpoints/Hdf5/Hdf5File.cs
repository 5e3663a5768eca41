using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Checkpoints.Hdf5;

/// <summary>An HDF5 file of float32 datasets, such as AllenNLP's weights of ELMo. Of one thread at a time.</summary>
internal sealed class Hdf5File : ITensorStore
{
    private readonly MappedData _data;
    private readonly Dictionary<string, long> _places = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The file is damaged, or has what is not read; the message says how to convert it.</exception>
    public Hdf5File(string path)
    {
        var stream = File.OpenRead(path);
        var length = stream.Length;
        _data = new MappedData(stream, 0);
        try
        {
            var bytes = new Hdf5Bytes(_data, length, $"'{path}'");
            foreach (var dataset in Hdf5Structure.Read(bytes).OrderBy(d => d.Place))
            {
                var entry = new TensorEntry(dataset.Name, ScalarType.Float32, dataset.Shape, dataset.ByteCount / sizeof(float));
                if (!_tensors.TryAdd(dataset.Name, entry)) throw bytes.Bad($"there are two datasets '{dataset.Name}'");
                _places.Add(dataset.Name, dataset.Place);
            }
        }
        catch
        {
            _data.Dispose();
            throw;
        }
    }

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    public void ReadInto(TensorEntry entry, Tensor destination) => TensorFill.Fill(destination, ScalarType.Float32, _data.At(_places[entry.Name]));

    public void Dispose() => _data.Dispose();
}
