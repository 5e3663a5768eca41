using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>The checks and the reflection that getters of unknown type need.</summary>
internal static class Getters
{
    /// <summary>Which columns of a schema are asked for, by index.</summary>
    public static bool[] Active(DataViewSchema schema, IEnumerable<DataViewSchema.Column> needed)
    {
        var active = new bool[schema.Count];
        foreach (var column in needed)
        {
            if (column.Index >= active.Length)
                throw new ArgumentOutOfRangeException(nameof(needed), $"Column '{column.Name}' at {column.Index} is not in this data, which has {active.Length} columns.");
            active[column.Index] = true;
        }
        return active;
    }

    public static void CheckActive(DataViewRow row, DataViewSchema.Column column)
    {
        if (!row.IsColumnActive(column))
            throw new InvalidOperationException($"Column '{column.Name}' is not active: ask for it when the cursor is made.");
    }

    public static void CheckRow(DataViewRow row)
    {
        if (row.Position < 0)
            throw new InvalidOperationException("Values cannot be fetched at this time: call MoveNext first, and not after the last row.");
    }

    public static ValueGetter<TValue> As<TValue>(Delegate getter, DataViewSchema.Column column)
        => getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{column.Type.RawType}'.");

    /// <summary>The getter of a column whose type is known at run time only.</summary>
    public static Delegate Of(DataViewRow row, DataViewSchema.Column column)
        => (Delegate)Call(nameof(OfType), column.Type.RawType, row, column);

    /// <summary>Calls a generic method of this class for a type known at run time only.</summary>
    public static object Call(string method, Type type, params object[] arguments) => Call(typeof(Getters), null, method, type, arguments);

    /// <summary>Calls a generic method of an object for a type known at run time only.</summary>
    public static object Call(object owner, string method, Type type, params object[] arguments) => Call(owner.GetType(), owner, method, type, arguments);

    /// <summary>Calls a generic static method of a class for a type known at run time only.</summary>
    public static object CallStatic(Type owner, string method, Type type, params object[] arguments) => Call(owner, null, method, type, arguments);

    private static object Call(Type owner, object target, string method, Type type, object[] arguments)
    {
        var generic = owner.GetMethod(method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new MissingMethodException(owner.FullName, method);
        return generic.MakeGenericMethod(type).Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static ValueGetter<T> OfType<T>(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
}
