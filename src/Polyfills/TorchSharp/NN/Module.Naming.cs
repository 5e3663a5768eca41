using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            public virtual IEnumerable<(string name, Module module)> named_children() => _modules.Select(m => (m.Key, m.Value));

            public virtual IEnumerable<Module> children() => named_children().Select(m => m.module);

            /// <summary>The modules below this one, this one left out: first its children, then theirs.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (prefix, child) in named_children())
                    foreach (var (name, module) in child.named_modules())
                        yield return ($"{prefix}.{name}", module);
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            /// <summary>Each parameter once, under the first of its names.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var (name, parameter) in _params)
                    if (seen.Add(parameter.handle)) yield return (name, parameter);
                if (!recurse) yield break;
                foreach (var (prefix, child) in _modules)
                    foreach (var (name, parameter) in child.named_parameters(true))
                        if (seen.Add(parameter.handle)) yield return ($"{prefix}.{name}", parameter);
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<nint> { 0 };
                foreach (var (name, (buffer, persistent)) in _buffers)
                    if ((persistent || include_nonpersistent) && seen.Add(buffer.handle)) yield return (name, buffer);
                if (!recurse) yield break;
                foreach (var (prefix, child) in _modules)
                    foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                        if (seen.Add(buffer.handle)) yield return ($"{prefix}.{name}", buffer);
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <returns>Null where there is none of this name.</returns>
            public virtual Parameter? get_parameter(string target)
            {
                if (_params.TryGetValue(target, out var parameter)) return parameter;
                var dot = target.IndexOf('.');
                return dot > 0 && _modules.TryGetValue(target[..dot], out var child) ? child.get_parameter(target[(dot + 1)..]) : null;
            }

            /// <returns>Null where there is none of this name.</returns>
            public virtual Tensor? get_buffer(string target)
            {
                if (_buffers.TryGetValue(target, out var buffer)) return buffer.Tensor;
                var dot = target.IndexOf('.');
                return dot > 0 && _modules.TryGetValue(target[..dot], out var child) ? child.get_buffer(target[(dot + 1)..]) : null;
            }

            /// <summary>The parameters and persistent buffers themselves, not copies, a parameter under each of its names.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var start = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in named_parameters()) destination.TryAdd(start + name, parameter);
                foreach (var (name, buffer) in named_buffers(include_nonpersistent: false)) destination.TryAdd(start + name, buffer);
                foreach (var (name, child) in _modules) child.state_dict(destination, start + name);
                return destination;
            }

            /// <summary>Copies the values of those names that both have.</summary>
            /// <exception cref="InvalidOperationException">Strict, and the names differ.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                skip ??= [];
                var destination = state_dict();
                var unexpected = source.Keys.Where(k => !skip.Contains(k) && !destination.ContainsKey(k)).ToList();
                var missing = destination.Keys.Where(k => !skip.Contains(k) && !source.ContainsKey(k)).ToList();
                if (strict && (missing.Count > 0 || unexpected.Count > 0))
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary.");
                using (no_grad())
                    foreach (var (key, value) in source)
                        if (!skip.Contains(key) && destination.TryGetValue(key, out var target))
                            target.copy_(value);
                return (missing, unexpected);
            }
        }
    }
}
