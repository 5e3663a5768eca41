using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes getters of annotations that users give as plain values.</summary>
internal static class AnnotationValues
{
    /// <summary>A getter of a value of the type: strings stand for text, arrays for vectors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is of another type.</exception>
    public static Delegate CreateGetter<T>(T value, DataViewType type)
    {
        object converted = value switch
        {
            string text => text.AsMemory(),
            string[] texts => Array.ConvertAll(texts, text => text.AsMemory()),
            _ => value,
        };
        if (type is VectorDataViewType vector && converted is Array array && array.GetType().GetElementType() == vector.ItemType.RawType)
            return Create(nameof(OfArray), vector.ItemType.RawType, array);
        if (converted?.GetType() != type.RawType)
            throw Contracts.ExceptParam(nameof(value), "The annotation is of type {0}, which takes {1} and not {2}.", type, type.RawType, typeof(T));
        return Create(nameof(OfValue), type.RawType, converted);
    }

    private static Delegate Create(string method, Type type, object value) =>
        (Delegate)typeof(AnnotationValues).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic).MakeGenericMethod(type).Invoke(null, [value]);

    private static ValueGetter<TItem> OfValue<TItem>(TItem value) => (ref TItem destination) => destination = value;

    private static ValueGetter<VBuffer<TItem>> OfArray<TItem>(TItem[] values) => (ref VBuffer<TItem> destination) => VBuffer<TItem>.Copy(values, 0, ref destination, values.Length);
}
