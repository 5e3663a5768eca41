using System.Collections;

namespace TorchSharp.Utils;

/// <summary>The elements of a CPU tensor in row-major order, read and written in the tensor's own memory.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;
    private torch.Tensor? _tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _tensor = tensor;
        _data = (T*)tensor.DataPointer();
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <param name="indices">One index counts through all the elements; more are one a dimension.</param>
    public T this[params long[] indices]
    {
        get => *At(indices);
        set => *At(indices) = value;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    /// <summary>An array of as many dimensions as the tensor; of one for a tensor of none.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length <= 1) return ToArray();
        var result = Array.CreateInstance(typeof(T), _shape);
        var index = new long[_shape.Length];
        for (long i = 0; i < Count; i++)
        {
            var rest = i;
            for (var d = _shape.Length - 1; d >= 0; d--) (rest, index[d]) = Math.DivRem(rest, _shape[d]);
            result.SetValue(_data[Offset(i)], index);
        }
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies as many as there are and fit.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Alive();
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (_contiguous) new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(target);
        else for (var i = 0; i < count; i++) target[i] = _data[Offset(tensorIndex + i)];
        GC.KeepAlive(_tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        Alive();
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (_contiguous) source[..count].CopyTo(new Span<T>(_data + tensorIndex, count));
        else for (var i = 0; i < count; i++) _data[Offset(tensorIndex + i)] = source[i];
        GC.KeepAlive(_tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Lets go of the tensor, which is not disposed.</summary>
    public void Dispose() => _tensor = null;

    private T* At(long[] indices)
    {
        Alive();
        if (indices.Length == 1)
        {
            if ((ulong)indices[0] >= (ulong)Count) throw new IndexOutOfRangeException($"Element {indices[0]} was asked for of {Count}.");
            return _data + Offset(indices[0]);
        }
        if (indices.Length != _shape.Length) throw new ArgumentException($"There are {indices.Length} indices for {_shape.Length} dimensions.", nameof(indices));
        long offset = 0;
        for (var d = 0; d < _shape.Length; d++)
        {
            if ((ulong)indices[d] >= (ulong)_shape[d]) throw new IndexOutOfRangeException($"{indices[d]} >= {_shape[d]} in dimension {d}.");
            offset += indices[d] * _strides[d];
        }
        return _data + offset;
    }

    private long Offset(long index)
    {
        if (_contiguous) return index;
        long offset = 0;
        for (var d = _shape.Length - 1; d >= 0; d--)
        {
            (index, var i) = Math.DivRem(index, _shape[d]);
            offset += i * _strides[d];
        }
        return offset;
    }

    private void Alive() => ObjectDisposedException.ThrowIf(_tensor is null || _tensor.IsInvalid, this);
}
