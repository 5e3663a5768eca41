namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns.</summary>
    public class Parameter : torch.Tensor
    {
        /// <param name="data">Becomes empty: its memory and its place in the dispose scope are the parameter's from now on.</param>
        public Parameter(torch.Tensor data, bool requires_grad = true) : base(data.with_requires_grad(requires_grad).MoveHandle(), register: false) =>
            DisposeScope.ReplaceWith(data, this);

        internal Parameter(nint handle) : base(handle) { }
    }
}

namespace TorchSharp.Utils
{
    /// <summary>The name that a field is registered under, where it is not its own.</summary>
    [AttributeUsage(AttributeTargets.Field)]
    public class ComponentNameAttribute : Attribute
    {
        public string? Name { get; set; }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

            public enum Reduction
            {
                None = 0,
                Mean = 1,
                Sum = 2,
            }
        }
    }
}
