using System.Collections;
using static TorchSharp.torch;

namespace TorchSharp
{
    namespace Modules
    {
        /// <summary>Modules that are registered under their places in the list.</summary>
        public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
        {
            private readonly List<T> _list = [];

            public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => _list.AddRange(modules);

            public int Count => _list.Count;

            public bool IsReadOnly => false;

            public T this[int index]
            {
                get => _list[index];
                set
                {
                    _list[index] = value;
                    Renumber();
                }
            }

            public void Add(T item)
            {
                _list.Add(item);
                Renumber();
            }

            public void append(params T[] parameters) => extend(parameters);

            public void extend(IEnumerable<T> modules)
            {
                _list.AddRange(modules);
                Renumber();
            }

            public void Insert(int index, T item)
            {
                _list.Insert(index, item);
                Renumber();
            }

            public bool Remove(T item)
            {
                var removed = _list.Remove(item);
                Renumber();
                return removed;
            }

            public void RemoveAt(int index)
            {
                _list.RemoveAt(index);
                Renumber();
            }

            public void Clear()
            {
                _list.Clear();
                Renumber();
            }

            public bool Contains(T item) => _list.Contains(item);

            public int IndexOf(T item) => _list.IndexOf(item);

            public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

            public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

            IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

            private bool _registered;

            protected override void RegisterComponents()
            {
                if (_registered) return;
                for (var i = 0; i < _list.Count; i++) register_module(i.ToString(), _list[i]);
                _registered = true;
            }

            // The names are the places, so a list that is already part of a network is registered anew.
            private void Renumber()
            {
                if (!_registered) return;
                ClearModules();
                _registered = false;
                RegisterComponents();
            }
        }

        /// <summary>Modules that feed one another.</summary>
        public class Sequential : nn.Module<Tensor, Tensor>
        {
            private readonly List<(string Name, nn.Module<Tensor, Tensor> Module)> _steps = [];

            protected internal Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) : base(nameof(Sequential))
            {
                foreach (var (name, module) in modules) Append(name, module);
            }

            protected internal Sequential(params nn.Module<Tensor, Tensor>[] modules) : base(nameof(Sequential))
            {
                foreach (var module in modules) Append(_steps.Count.ToString(), module);
            }

            public int Count => _steps.Count;

            public Sequential append(string name, nn.IModule<Tensor, Tensor> module) => Append(name, (nn.Module<Tensor, Tensor>)module);

            public Sequential append(nn.IModule<Tensor, Tensor> module) => Append(_steps.Count.ToString(), (nn.Module<Tensor, Tensor>)module);

            public override Tensor forward(Tensor tensor)
            {
                if (_steps.Count == 0) return tensor.alias();
                using var scope = NewDisposeScope();
                var result = tensor;
                foreach (var (_, module) in _steps) result = module.call(result);
                return result.MoveToOuterDisposeScope();
            }

            private Sequential Append(string name, nn.Module<Tensor, Tensor> module)
            {
                register_module(name, module);
                _steps.Add((name, module));
                return this;
            }
        }
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.ModuleList<Module> ModuleList(params Module[] modules) => new(modules);

            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

            public static Modules.Sequential Sequential() => new(Array.Empty<Module<Tensor, Tensor>>());

            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules);

            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.ToArray());

            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules.ToArray());
        }
    }
}
