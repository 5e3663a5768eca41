using System.Reflection;
using System.Reflection.Emit;

namespace Microsoft.ML.Data;

/// <summary>Reads a member.</summary>
internal delegate TValue Peek<in TRow, out TValue>(TRow row);

/// <summary>Writes a member.</summary>
internal delegate void Poke<in TRow, in TValue>(TRow row, TValue value);

/// <summary>Makes the code that reads and writes members.</summary>
internal static class ApiUtils
{
    /// <summary>Reads the column's member.</summary>
    public static Peek<TRow, TValue> GeneratePeek<TRow, TValue>(InternalSchemaDefinition.Column column)
    {
        if (column.MemberInfo is PropertyInfo property)
            return property.GetGetMethod().CreateDelegate<Peek<TRow, TValue>>();
        var method = new DynamicMethod("Peek", typeof(TValue), [typeof(TRow)], typeof(TRow), true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldfld, (FieldInfo)column.MemberInfo);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Peek<TRow, TValue>>();
    }

    /// <summary>Writes the column's member.</summary>
    public static Poke<TRow, TValue> GeneratePoke<TRow, TValue>(InternalSchemaDefinition.Column column)
    {
        if (column.MemberInfo is PropertyInfo property)
            return property.GetSetMethod().CreateDelegate<Poke<TRow, TValue>>();
        var method = new DynamicMethod("Poke", null, [typeof(TRow), typeof(TValue)], typeof(TRow), true);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Stfld, (FieldInfo)column.MemberInfo);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Poke<TRow, TValue>>();
    }

    /// <summary>Calls a generic method of <paramref name="target"/> for types that are known at run time only.</summary>
    public static TResult Invoke<TResult>(object target, string method, Type[] types, params object[] arguments)
    {
        for (var owner = target.GetType(); owner != null; owner = owner.BaseType)
            if (owner.GetMethod(method, BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is { } generic)
                return (TResult)generic.MakeGenericMethod(types).Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        throw new MissingMethodException(target.GetType().FullName, method);
    }
}
