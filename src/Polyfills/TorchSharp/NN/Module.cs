using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// The base of all networks: a tree of modules with named parameters and buffers. What derives from it keeps its parts in fields and calls
        /// <see cref="RegisterComponents"/> at the end of its constructor.
        /// </summary>
        public partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Module> _modules = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> _buffers = [];
            private readonly OrderedDictionary<string, Parameter> _params = [];
            private bool _componentsRegistered;
            private bool _disposed;

            protected string? name;

            protected DeviceType _deviceType = DeviceType.CPU;
            protected int _deviceIndex = -1;

            protected Module(string name) => this.name = name;

            ~Module() => Dispose(false);

            public virtual string GetName() => name ?? GetType().Name;

            public virtual bool training { get; private protected set; } = true;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var (_, module) in named_children()) module.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Visits the modules below this one, and then this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, module) in named_children()) module.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    using var gradient = parameter.grad;
                    if (gradient is null) continue;
                    if (set_to_none) parameter.grad = null;
                    else gradient.zero_();
                }
            }

            /// <summary>Registers every field that holds a module, a parameter or, as a buffer, another tensor, under the field's name.</summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered) return;
                foreach (var field in Fields())
                {
                    var component = ComponentName(field);
                    if (_modules.ContainsKey(component) || _params.ContainsKey(component) || _buffers.ContainsKey(component)) continue;
                    switch (field.GetValue(this))
                    {
                        case Module module: register_module(component, module); break;
                        case Parameter parameter: register_parameter(component, parameter); break;
                        case Tensor tensor: register_buffer(component, tensor); break;
                    }
                }
                _componentsRegistered = true;
            }

            public void add_module(string name, Module module) => register_module(name, module);

            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _modules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name)) throw new ArgumentException("module name can't be empty string \"\"");
                if (name.Contains('.')) throw new ArgumentException($"module name can't contain \".\", got: {name}");
                if (_modules.ContainsKey(name)) throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _modules.Add(name, submodule);
            }

            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid) throw new ArgumentNullException(nameof(param), "A null tensor cannot be registered as a parameter.");
                if (!_params.TryAdd(name, param)) throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid) throw new ArgumentNullException(nameof(tensor), "A null tensor cannot be registered as a buffer.");
                if (!_buffers.TryAdd(name, (tensor, persistent))) throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) _params.Remove(name);
                else _params[name] = value;
            }

            /// <summary>Gives a module's field another parameter, or none, and disposes the one that it had.</summary>
            private protected void ReplaceParameter(string name, ref Parameter? held, Parameter? value)
            {
                held?.Dispose();
                held = (Parameter?)value?.DetachFromDisposeScope();
                ConditionallyRegisterParameter(name, held);
            }

            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) _buffers.Remove(name);
                else _buffers[name] = (value, _buffers.TryGetValue(name, out var before) ? before.Persistent : persistent);
            }

            protected void ClearModules() => _modules.Clear();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _disposed) return;
                _disposed = true;
                foreach (var (buffer, _) in _buffers.Values) buffer.Dispose();
                foreach (var parameter in _params.Values) parameter.Dispose();
                foreach (var module in _modules.Values) module.Dispose();
            }

            internal static string ComponentName(FieldInfo field) => field.GetCustomAttribute<ComponentNameAttribute>()?.Name ?? field.Name;

            private IEnumerable<FieldInfo> Fields()
            {
                var seen = new HashSet<string>();
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                    foreach (var field in type.GetFields(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance))
                        if (field.DeclaringType != typeof(Module) && seen.Add(field.Name)) yield return field;
            }
        }
    }
}
