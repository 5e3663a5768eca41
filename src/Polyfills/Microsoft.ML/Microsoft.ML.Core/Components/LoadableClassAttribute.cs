using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Makes a class known under names that model files find it by.</summary>
internal abstract class LoadableClassAttributeBase : Attribute
{
    protected LoadableClassAttributeBase(string summary, Type instType, Type loaderType, Type argType, Type[] sigTypes, string userName, params string[] loadNames)
    {
        Contracts.CheckValue(instType, nameof(instType));
        Contracts.CheckValue(loaderType, nameof(loaderType));
        InstanceType = instType;
        LoaderType = loaderType;
        ArgType = argType;
        SigTypes = sigTypes is { Length: > 0 } ? sigTypes : throw Contracts.ExceptParam(nameof(sigTypes), "There must be a signature");
        CtorTypes = [.. argType == null ? [] : new[] { argType }, .. sigTypes[0].GetMethod("Invoke").GetParameters().Select(parameter => parameter.ParameterType)];
        Summary = summary;
        UserName = userName;
        LoadNames = loadNames is { Length: > 0 } ? loadNames : [userName ?? instType.Name];
    }

    /// <summary>The class.</summary>
    public Type InstanceType { get; }

    /// <summary>The class that has the constructor or the Create method.</summary>
    public Type LoaderType { get; }

    /// <summary>The delegates that stand for what is given to it.</summary>
    public Type[] SigTypes { get; }

    /// <summary>The types of the parameters, but for the environment.</summary>
    public Type[] CtorTypes { get; }

    /// <summary>The class of the arguments, or null.</summary>
    public Type ArgType { get; }

    public string Summary { get; }

    public string UserName { get; }

    /// <summary>The names that the class is found by.</summary>
    public string[] LoadNames { get; }

    public string DocName { get; set; }
}

/// <inheritdoc cref="LoadableClassAttributeBase"/>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class LoadableClassAttribute : LoadableClassAttributeBase
{
    public LoadableClassAttribute(Type instType, Type argType, Type sigType, string userName, params string[] loadNames)
        : base(null, instType, instType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(Type instType, Type loaderType, Type argType, Type sigType, string userName, params string[] loadNames)
        : base(null, instType, loaderType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(string summary, Type instType, Type argType, Type sigType, string userName, params string[] loadNames)
        : base(summary, instType, instType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(string summary, Type instType, Type loaderType, Type argType, Type sigType, string userName, params string[] loadNames)
        : base(summary, instType, loaderType, argType, [sigType], userName, loadNames)
    {
    }

    public LoadableClassAttribute(Type instType, Type argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(null, instType, instType, argType, sigTypes, userName, loadNames)
    {
    }

    public LoadableClassAttribute(Type instType, Type loaderType, Type argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(null, instType, loaderType, argType, sigTypes, userName, loadNames)
    {
    }

    public LoadableClassAttribute(string summary, Type instType, Type argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(summary, instType, instType, argType, sigTypes, userName, loadNames)
    {
    }

    public LoadableClassAttribute(string summary, Type instType, Type loaderType, Type argType, Type[] sigTypes, string userName, params string[] loadNames)
        : base(summary, instType, loaderType, argType, sigTypes, userName, loadNames)
    {
    }
}
