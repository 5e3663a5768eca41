using System.Globalization;

namespace Microsoft.ML.Runtime;

/// <summary>Makes the exceptions of failed checks. The context may be null.</summary>
internal static partial class Contracts
{
    public const string IsMarkedKey = "ML_IsMarked";

    /// <summary>Notes that the exception comes from a check and not from a fault.</summary>
    public static TException Mark<TException>(TException ex)
        where TException : Exception
    {
        ex.Data[IsMarkedKey] = 1;
        return ex;
    }

    public static TException Process<TException>(this TException ex, IExceptionContext ectx = null)
        where TException : Exception => ectx != null ? ectx.Process(ex) : Mark(ex);

    public static Exception Except(string msg, params object[] args) => Except((IExceptionContext)null, msg, args);

    public static Exception Except(this IExceptionContext ctx, string msg, params object[] args) => Process(new InvalidOperationException(Text(msg, args)), ctx);

    /// <summary>For what a user set wrongly.</summary>
    public static Exception ExceptUserArg(this IExceptionContext ctx, string name, string msg, params object[] args) => ExceptParam(ctx, name, msg, args);

    public static Exception ExceptParam(string paramName, string msg, params object[] args) => ExceptParam((IExceptionContext)null, paramName, msg, args);

    public static Exception ExceptParam(this IExceptionContext ctx, string paramName, string msg, params object[] args) => Process(new ArgumentOutOfRangeException(paramName, Text(msg, args)), ctx);

    public static Exception ExceptParam(this IExceptionContext ctx, string paramName) => Process(new ArgumentOutOfRangeException(paramName), ctx);

    public static Exception ExceptValue(this IExceptionContext ctx, string paramName) => Process(new ArgumentNullException(paramName), ctx);

    public static Exception ExceptEmpty(this IExceptionContext ctx, string paramName) => ExceptParam(ctx, paramName, "{0} cannot be null or empty", paramName);

    /// <summary>For files and texts that do not follow their format.</summary>
    public static Exception ExceptDecode(string msg, params object[] args) => ExceptDecode((IExceptionContext)null, msg, args);

    public static Exception ExceptDecode(this IExceptionContext ctx, string msg, params object[] args) => Process(new FormatException(Text(msg, args)), ctx);

    public static Exception ExceptDecode(this IExceptionContext ctx, Exception inner, string msg, params object[] args) => Process(new FormatException(Text(msg, args), inner), ctx);

    public static Exception ExceptNotSupp(this IExceptionContext ctx, string msg, params object[] args) => Process(new NotSupportedException(Text(msg, args)), ctx);

    /// <summary>For a column that is not there.</summary>
    public static Exception ExceptSchemaMismatch(this IExceptionContext ctx, string paramName, string columnRole, string columnName) =>
        Process(new ArgumentOutOfRangeException(paramName, $"Could not find {columnRole} column '{columnName}'"), ctx);

    /// <summary>For a column of another type.</summary>
    public static Exception ExceptSchemaMismatch(this IExceptionContext ctx, string paramName, string columnRole, string columnName, string expectedType, string actualType) =>
        Process(new ArgumentOutOfRangeException(paramName, $"Schema mismatch for {columnRole} column '{columnName}': expected {expectedType}, got {actualType}"), ctx);

    private static string Text(string msg, object[] args) => args.Length == 0 ? msg : string.Format(CultureInfo.InvariantCulture, msg, args);
}
