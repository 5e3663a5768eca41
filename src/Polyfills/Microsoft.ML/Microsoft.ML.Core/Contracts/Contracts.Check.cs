namespace Microsoft.ML.Runtime;

/// <summary>Checks. The context may be null.</summary>
internal static partial class Contracts
{
    public static void Check(bool f, string msg) => Check(null, f, msg);

    public static void Check(this IExceptionContext ctx, bool f, string msg)
    {
        if (!f)
            throw Except(ctx, msg);
    }

    public static void CheckUserArg(this IExceptionContext ctx, bool f, string name, string msg)
    {
        if (!f)
            throw ExceptUserArg(ctx, name, msg);
    }

    public static void CheckParam(bool f, string paramName, string msg) => CheckParam(null, f, paramName, msg);

    public static void CheckParam(this IExceptionContext ctx, bool f, string paramName, string msg)
    {
        if (!f)
            throw ExceptParam(ctx, paramName, msg);
    }

    public static void CheckParam(this IExceptionContext ctx, bool f, string paramName)
    {
        if (!f)
            throw ExceptParam(ctx, paramName);
    }

    public static void CheckValue<T>(T val, string paramName)
        where T : class => CheckValue(null, val, paramName);

    public static void CheckValue<T>(this IExceptionContext ctx, T val, string paramName)
        where T : class
    {
        if (val is null)
            throw ExceptValue(ctx, paramName);
    }

    public static T CheckRef<T>(T val, string paramName)
        where T : class
    {
        CheckValue(null, val, paramName);
        return val;
    }

    public static string CheckNonEmpty(string s, string paramName) => CheckNonEmpty((IExceptionContext)null, s, paramName);

    public static string CheckNonEmpty(this IExceptionContext ctx, string s, string paramName)
    {
        if (string.IsNullOrEmpty(s))
            throw ExceptEmpty(ctx, paramName);
        return s;
    }

    public static ICollection<T> CheckNonEmpty<T>(this IExceptionContext ctx, ICollection<T> args, string paramName)
    {
        if (args is null || args.Count == 0)
            throw ExceptEmpty(ctx, paramName);
        return args;
    }

    public static void CheckDecode(bool f, string msg) => CheckDecode(null, f, msg);

    public static void CheckDecode(this IExceptionContext ctx, bool f, string msg)
    {
        if (!f)
            throw ExceptDecode(ctx, msg);
    }

    /// <summary>Ends the work of a cancelled environment.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void CheckAlive(this IHostEnvironment env)
    {
        if (env is ICancelable { IsCanceled: true })
            throw Process(new OperationCanceledException("Operation was canceled."), env);
    }
}
