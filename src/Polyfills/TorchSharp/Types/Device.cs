namespace TorchSharp;

public static partial class torch
{
    public class Device
    {
        public DeviceType type { get; private set; } = DeviceType.CPU;

        /// <summary>Which of several devices of this type; -1 on the CPU, and for the current one.</summary>
        public int index { get; private set; } = -1;

        public Device(string description)
        {
            var parts = description.Split(':');
            if (parts.Length > 2 || parts[0].Length == 0) throw new ArgumentException($"\"{description}\" names no device; it is written like \"cpu\", \"cuda\" or \"cuda:1\".", nameof(description));
            type = Parse(parts[0]);
            if (parts.Length == 2)
                index = int.TryParse(parts[1], out var i) ? i : throw new ArgumentException($"\"{description}\" names no device: \"{parts[1]}\" is no index.", nameof(description));
            else if (type == DeviceType.CUDA)
                index = 0;
        }

        public Device(string deviceType, int index = -1)
        {
            type = Parse(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public override string ToString() => type == DeviceType.CPU ? "cpu" : index == -1 ? type.ToString().ToLowerInvariant() : $"{type.ToString().ToLowerInvariant()}:{index}";

        public static implicit operator Device(string description) => new(description);

        private static DeviceType Parse(string name) => name.ToLowerInvariant() switch
        {
            "cpu" => DeviceType.CPU,
            "cuda" => DeviceType.CUDA,
            "mps" => DeviceType.MPS,
            "meta" => DeviceType.META,
            _ => throw new ArgumentException($"\"{name}\" is no kind of device; expected cpu, cuda, mps or meta."),
        };
    }

    public static readonly Device CPU = new(DeviceType.CPU, -1);

    public static Device CUDA => new(DeviceType.CUDA, -1);

    public static Device device(string description) => new(description);

    public static Device device(string deviceType, int index = -1) => new(deviceType, index);

    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    public static Device device(int index) => new(index);

    /// <exception cref="InvalidOperationException">There is no device of this type.</exception>
    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType)) throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };

    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static class cuda
    {
        public static bool is_available() => device_count() > 0;

        public static bool is_cudnn_available() => Native.tsp_cudnn_is_available();

        public static int device_count() => Native.tsp_cuda_device_count();

        public static void manual_seed(long seed) => Native.Check(Native.tsp_cuda_manual_seed((ulong)seed));

        public static void manual_seed_all(long seed) => Native.Check(Native.tsp_cuda_manual_seed_all((ulong)seed));

        public static void synchronize(Device? device = null)
        {
            if (is_available()) Native.Check(Native.tsp_cuda_synchronize(device?.index ?? -1));
        }
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.tsp_get_allow_tf32_cublas();
                    set => Native.Check(Native.tsp_set_allow_tf32_cublas(value));
                }
            }
        }

        public static class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.tsp_get_allow_tf32_cudnn();
                set => Native.Check(Native.tsp_set_allow_tf32_cudnn(value));
            }
        }
    }
}
