namespace Microsoft.ML.Data;

/// <summary>Makes the code that writes a column's value into a member.</summary>
internal static class MemberSetters
{
    /// <summary>Writes the value in the current row of <paramref name="input"/>; arrays of the right length are written into, others replaced.</summary>
    public static Action<TRow> Create<TRow>(DataViewRow input, DataViewSchema.Column column, InternalSchemaDefinition.Column member)
    {
        var type = member.OutputType;
        var makers = new Makers<TRow>(input, column, member);
        if (type == typeof(string))
            return makers.Text();
        if (type == typeof(string[]))
            return makers.Texts();
        if (type.IsArray)
            return ApiUtils.Invoke<Action<TRow>>(makers, nameof(Makers<>.Items), [type.GetElementType()]);
        return column.Type is VectorDataViewType vector
            ? ApiUtils.Invoke<Action<TRow>>(makers, nameof(Makers<>.Vector), [vector.ItemType.RawType])
            : ApiUtils.Invoke<Action<TRow>>(makers, nameof(Makers<>.Value), [type]);
    }

    private sealed class Makers<TRow>(DataViewRow input, DataViewSchema.Column column, InternalSchemaDefinition.Column member)
    {
        public Action<TRow> Text()
        {
            var getter = input.GetGetter<ReadOnlyMemory<char>>(column);
            var poke = ApiUtils.GeneratePoke<TRow, string>(member);
            ReadOnlyMemory<char> value = default;
            return row =>
            {
                getter(ref value);
                poke(row, value.ToString());
            };
        }

        public Action<TRow> Texts()
        {
            var getter = input.GetGetter<VBuffer<ReadOnlyMemory<char>>>(column);
            var poke = ApiUtils.GeneratePoke<TRow, string[]>(member);
            VBuffer<ReadOnlyMemory<char>> value = default;
            return row =>
            {
                getter(ref value);
                poke(row, [.. value.DenseValues().Select(text => text.ToString())]);
            };
        }

        internal Action<TRow> Items<TItem>()
        {
            var getter = input.GetGetter<VBuffer<TItem>>(column);
            var poke = ApiUtils.GeneratePoke<TRow, TItem[]>(member);
            var peek = CanRead ? ApiUtils.GeneratePeek<TRow, TItem[]>(member) : null;
            VBuffer<TItem> value = default;
            return row =>
            {
                getter(ref value);
                var items = peek?.Invoke(row);
                if (items?.Length != value.Length)
                    items = new TItem[value.Length];
                value.CopyTo(items);
                poke(row, items);
            };
        }

        internal Action<TRow> Vector<TItem>()
        {
            var getter = input.GetGetter<VBuffer<TItem>>(column);
            var poke = ApiUtils.GeneratePoke<TRow, VBuffer<TItem>>(member);
            var peek = CanRead ? ApiUtils.GeneratePeek<TRow, VBuffer<TItem>>(member) : null;
            return row =>
            {
                // The member's own buffers are filled, so that rows do not share them.
                var value = peek == null ? default : peek(row);
                getter(ref value);
                poke(row, value);
            };
        }

        internal Action<TRow> Value<TValue>()
        {
            var getter = input.GetGetter<TValue>(column);
            var poke = ApiUtils.GeneratePoke<TRow, TValue>(member);
            TValue value = default;
            return row =>
            {
                getter(ref value);
                poke(row, value);
            };
        }

        private bool CanRead => member.MemberInfo is not System.Reflection.PropertyInfo property || property.GetGetMethod() != null;
    }
}
