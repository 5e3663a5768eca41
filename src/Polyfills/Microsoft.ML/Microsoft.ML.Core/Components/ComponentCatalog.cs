using System.Reflection;

namespace Microsoft.ML.Runtime;

/// <summary>The classes that components of models can be loaded into, by name and by what they are made from.</summary>
public sealed class ComponentCatalog
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _assemblies = [];
    private readonly Dictionary<(string Name, Type Signature), LoadableClassInfo> _classes = [];

    internal ComponentCatalog()
    {
    }

    /// <summary>Adds the loadable classes of an assembly. One that is known already adds nothing.</summary>
    /// <exception cref="InvalidOperationException">A class cannot be made, or its name is taken; not where <paramref name="throwOnError"/> is false.</exception>
    public void RegisterAssembly(Assembly assembly, bool throwOnError = true)
    {
        Contracts.CheckValue(assembly, nameof(assembly));
        lock (_lock)
        {
            if (!_assemblies.Add(assembly.FullName))
                return;
            foreach (var attribute in assembly.GetCustomAttributes<LoadableClassAttributeBase>())
            {
                var info = LoadableClassInfo.Find(attribute);
                if (info != null)
                    Add(info, attribute, throwOnError);
                else if (throwOnError)
                    throw Contracts.Except($"Can't instantiate loadable class '{attribute.InstanceType.Name}' with name '{attribute.LoadNames[0]}'");
            }
        }
    }

    /// <summary>Makes an instance of the class of the name, for the signature; false where there is none.</summary>
    internal static bool TryCreateInstance<TRes, TSig>(IHostEnvironment env, out TRes result, string name, string options, params object[] extra)
        where TRes : class
    {
        result = null;
        if (!env.ComponentCatalog.TryFind(name, typeof(TSig), out var info))
            return false;
        result = info.CreateInstance(env, extra) as TRes;
        return result != null;
    }

    private bool TryFind(string name, Type signature, out LoadableClassInfo info)
    {
        lock (_lock)
            return _classes.TryGetValue((name.Trim().ToLowerInvariant(), signature), out info);
    }

    private void Add(LoadableClassInfo info, LoadableClassAttributeBase attribute, bool throwOnError)
    {
        foreach (var signature in attribute.SigTypes)
            foreach (var name in attribute.LoadNames)
                if (!_classes.TryAdd((name.ToLowerInvariant(), signature), info) && throwOnError)
                    throw Contracts.Except($"ComponentCatalog cannot map name '{name}' and SignatureType '{signature}' to {info.Type.Name}, already mapped to {_classes[(name.ToLowerInvariant(), signature)].Type.Name}.");
    }

    /// <summary>How a loadable class is made.</summary>
    internal sealed class LoadableClassInfo
    {
        private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic;

        private readonly MethodBase _maker;
        private readonly bool _takesEnvironment;

        private LoadableClassInfo(Type type, MethodBase maker, bool takesEnvironment)
        {
            Type = type;
            _maker = maker;
            _takesEnvironment = takesEnvironment;
        }

        public Type Type { get; }

        /// <summary>The constructor, or else the static method Create, that takes the signature's parameters, with or without the environment before them; null where there is none.</summary>
        public static LoadableClassInfo Find(LoadableClassAttributeBase attribute)
        {
            Type[] without = attribute.CtorTypes, with = [typeof(IHostEnvironment), .. without];
            MethodBase Constructor(Type[] types) => attribute.InstanceType.IsAssignableFrom(attribute.LoaderType) && !attribute.LoaderType.IsAbstract ? attribute.LoaderType.GetConstructor(BindingFlags.Instance | Any, types) : null;
            MethodBase Create(Type[] types) => attribute.LoaderType.GetMethod("Create", BindingFlags.Static | Any, types) is { } method && method.ReturnType == attribute.InstanceType ? method : null;
            foreach (var (maker, takesEnvironment) in new[] { (Constructor(without), false), (Constructor(with), true), (Create(without), false), (Create(with), true) })
                if (maker != null)
                    return new LoadableClassInfo(attribute.InstanceType, maker, takesEnvironment);
            return null;
        }

        public object CreateInstance(IHostEnvironment env, object[] extra)
        {
            object[] arguments = _takesEnvironment ? [env, .. extra] : extra;
            return _maker is ConstructorInfo constructor ? constructor.Invoke(arguments) : _maker.Invoke(null, arguments);
        }
    }
}
