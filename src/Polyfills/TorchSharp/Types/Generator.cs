using System.Runtime.InteropServices.Marshalling;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    [NativeMarshalling(typeof(GeneratorMarshaller))]
    public class Generator : IDisposable
    {
        private nint _handle;

        public Generator(ulong seed = 0, Device? device = null) : this(0, device ?? CPU)
        {
            InitializeDeviceType(this.device.type);
            _handle = Native.tsp_generator_new(seed, (int)this.device.type, this.device.index);
            if (_handle == 0) throw Native.LastError();
        }

        private Generator(nint handle, Device device)
        {
            _handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The one that libtorch draws from where none is named.</summary>
        public static Generator Default => new(Native.tsp_generator_default((int)DeviceType.CPU, -1) is var handle && handle != 0 ? handle : throw Native.LastError(), CPU);

        public Device device { get; }

        public IntPtr Handle => _handle != 0 ? _handle : throw new InvalidOperationException("The generator is disposed.");

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.tsp_generator_manual_seed(this, (ulong)seed));
            return this;
        }

        /// <summary>Seeds with a number that cannot be foreseen, and returns it.</summary>
        public long seed()
        {
            Native.Check(Native.tsp_generator_seed(this, out var seed));
            return (long)seed;
        }

        public long initial_seed()
        {
            Native.Check(Native.tsp_generator_initial_seed(this, out var seed));
            return (long)seed;
        }

        public Tensor get_state() => Native.tsp_generator_get_state(this);

        public void set_state(Tensor value) => Native.Check(Native.tsp_generator_set_state(this, value));

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Interlocked.Exchange(ref _handle, 0);
            if (handle != 0) Native.tsp_generator_free(handle);
        }
    }

    public static class random
    {
        public static Generator manual_seed(long seed) => torch.manual_seed(seed);

        public static long seed() => torch.seed();

        public static long initial_seed() => torch.initial_seed();

        public static Tensor get_rng_state() => torch.get_rng_state();

        public static void set_rng_state(Tensor new_state) => torch.set_rng_state(new_state);
    }

    /// <summary>Seeds the generators of the CPU and of every GPU.</summary>
    public static Generator manual_seed(long seed)
    {
        Native.Check(Native.tsp_manual_seed((ulong)seed));
        return Generator.Default;
    }

    public static long seed()
    {
        using var generator = Generator.Default;
        return generator.seed();
    }

    public static long initial_seed()
    {
        using var generator = Generator.Default;
        return generator.initial_seed();
    }

    public static Tensor get_rng_state()
    {
        using var generator = Generator.Default;
        return generator.get_state();
    }

    public static void set_rng_state(Tensor new_state)
    {
        using var generator = Generator.Default;
        generator.set_state(new_state);
    }
}
