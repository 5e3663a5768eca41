using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Data;
using Microsoft.ML.Internal.DataView;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    /// <summary>What is known of a column: a row of named values.</summary>
    public sealed partial class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        /// <summary>No annotations.</summary>
        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        /// <summary>The names and types of the values.</summary>
        public DataViewSchema Schema { get; }

        /// <summary>A getter of one value; <paramref name="column"/> is of <see cref="Schema"/>.</summary>
        /// <exception cref="InvalidOperationException"><typeparamref name="TValue"/> is not the value's raw type.</exception>
        [SuppressMessage("Usage", "CA2208", Justification = "The message is the real one's.")]
        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if (column.Index >= _getters.Length)
                throw new ArgumentException(nameof(column));
            return _getters[column.Index] as ValueGetter<TValue> ?? throw new InvalidOperationException($"Invalid call to '{nameof(GetGetter)}'");
        }

        /// <summary>Reads the value named <paramref name="kind"/>.</summary>
        /// <exception cref="InvalidOperationException">There is none, or it is of another type.</exception>
        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column = Schema.GetColumnOrNull(kind) ?? throw new InvalidOperationException($"Invalid call to '{nameof(GetValue)}'");
            GetGetter<TValue>(column)(ref value);
        }

        public override string ToString() => string.Join(", ", Schema.Select(column => column.Name));

        /// <summary>Collects annotations.</summary>
        public sealed class Builder
        {
            private readonly DataViewSchema.Builder _columns = new();
            private readonly List<Delegate> _getters = [];

            /// <summary>Adds those of <paramref name="annotations"/> whose name is selected.</summary>
            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                if (annotations == null)
                    return;
                ArgumentNullException.ThrowIfNull(selector);
                foreach (var column in annotations.Schema)
                    if (selector(column.Name))
                        AddItem(column.Name, column.Type, annotations._getters[column.Index], column.Annotations);
            }

            /// <summary>Adds a value.</summary>
            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null)
            {
                Check(name, type, getter);
                CheckRawType<TValue>(type);
                AddItem(name, type, getter, annotations);
            }

            /// <summary>Adds a value whose getter is a <see cref="ValueGetter{TValue}"/> of its raw type.</summary>
            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                Check(name, type, getter);
                var expected = typeof(ValueGetter<>).MakeGenericType(type.RawType);
                if (getter.GetType() != expected)
                    throw new ArgumentException($"{nameof(getter)} must be of type '{expected.FullName}'", nameof(getter));
                AddItem(name, type, getter, annotations);
            }

            /// <summary>Adds a value that never changes.</summary>
            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null)
            {
                ValueGetter<TValue> getter = (ref TValue destination) => destination = value;
                Check(name, type, getter);
                CheckRawType<TValue>(type);
                AddItem(name, type, getter, annotations);
            }

            /// <summary>The annotations so far.</summary>
            public Annotations ToAnnotations() => new(_columns.ToSchema(), [.. _getters]);

            private static void Check(string name, DataViewType type, Delegate getter)
            {
                Contracts.CheckNonEmpty(name, nameof(name));
                ArgumentNullException.ThrowIfNull(type);
                ArgumentNullException.ThrowIfNull(getter);
            }

            private static void CheckRawType<TValue>(DataViewType type)
            {
                if (type.RawType != typeof(TValue))
                    throw new ArgumentException($"{nameof(type)}.{nameof(type.RawType)} must be of type '{typeof(TValue).FullName}'.", nameof(type));
            }

            private void AddItem(string name, DataViewType type, Delegate getter, Annotations annotations)
            {
                _columns.AddColumn(name, type, annotations);
                _getters.Add(getter);
            }
        }
    }
}
