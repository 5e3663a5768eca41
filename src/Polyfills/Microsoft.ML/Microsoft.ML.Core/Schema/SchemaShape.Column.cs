using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class SchemaShape
{
    /// <summary>A column as far as it is known.</summary>
    public readonly struct Column
    {
        public readonly string Name;

        /// <summary>Whether values are vectors, and of one size.</summary>
        public readonly VectorKind Kind;

        /// <summary>The type of the values or, in vectors, of the items; of keys the number behind them.</summary>
        public readonly DataViewType ItemType;

        /// <summary>Whether the items are keys.</summary>
        public readonly bool IsKey;

        /// <summary>What will be known of the column.</summary>
        public readonly SchemaShape Annotations;

        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            Contracts.CheckValue(itemType, nameof(itemType));
            Contracts.CheckParam(itemType is not KeyDataViewType, nameof(itemType), "Item type cannot be a key");
            Contracts.CheckParam(itemType is not VectorDataViewType, nameof(itemType), "Item type cannot be a vector");
            Contracts.CheckParam(!isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType), "The item type must be valid for a key");
            Contracts.CheckParam(vecKind == VectorKind.Scalar || itemType is PrimitiveDataViewType, nameof(itemType), "If " + nameof(vecKind) + " is not " + nameof(VectorKind.Scalar) + ", then the item type must be a " + nameof(PrimitiveDataViewType));
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? _empty;
        }

        /// <summary>Whether values are vectors, and of one size.</summary>
        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }

        /// <summary>Whether this was made by its constructor.</summary>
        internal bool IsValid => Name != null;

        /// <summary>Whether <paramref name="source"/> is what this, as a requirement, asks for.</summary>
        internal bool IsCompatibleWith(Column source)
        {
            Contracts.Check(source.IsValid, nameof(source));
            return Name == source.Name && Kind == source.Kind && ItemType.Equals(source.ItemType) && IsKey == source.IsKey
                && Annotations.All(wanted => source.Annotations.TryFindColumn(wanted.Name, out var found) && wanted.IsCompatibleWith(found));
        }

        /// <summary>The type as error messages name it.</summary>
        internal string GetTypeString()
        {
            var item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
