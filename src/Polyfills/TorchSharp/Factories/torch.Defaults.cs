namespace TorchSharp;

public static partial class torch
{
    public static ScalarType uint8 = ScalarType.Byte;
    public static ScalarType int8 = ScalarType.Int8;
    public static ScalarType int16 = ScalarType.Int16;
    public static ScalarType @short = ScalarType.Int16;
    public static ScalarType int32 = ScalarType.Int32;
    public static ScalarType @int = ScalarType.Int32;
    public static ScalarType int64 = ScalarType.Int64;
    public static ScalarType @long = ScalarType.Int64;
    public static ScalarType @bool = ScalarType.Bool;
    public static ScalarType float16 = ScalarType.Float16;
    public static ScalarType half = ScalarType.Float16;
    public static ScalarType bfloat16 = ScalarType.BFloat16;
    public static ScalarType float32 = ScalarType.Float32;
    public static ScalarType @float = ScalarType.Float32;
    public static ScalarType float64 = ScalarType.Float64;
    public static ScalarType @double = ScalarType.Float64;

    private static ScalarType s_defaultType = ScalarType.Float32;
    private static Device s_defaultDevice = new(DeviceType.CPU, -1);

    public static ScalarType get_default_dtype() => s_defaultType;

    public static void set_default_dtype(ScalarType dtype) =>
        s_defaultType = is_floating_point(dtype) ? dtype : throw new ArgumentException($"The default type must be a floating point type, but {dtype} was given.", nameof(dtype));

    public static Device get_default_device() => s_defaultDevice;

    public static void set_default_device(Device device) => s_defaultDevice = device;

    public static void set_default_device(string device) => s_defaultDevice = new Device(device);

    public static int get_num_threads() => Native.tsp_get_num_threads();

    /// <summary>Threads of one operation.</summary>
    public static void set_num_threads(int num) => Native.Check(Native.tsp_set_num_threads(num));

    public static int get_num_interop_threads() => Native.tsp_get_num_interop_threads();

    public static void set_num_interop_threads(int num) => Native.Check(Native.tsp_set_num_interop_threads(num));

    /// <summary>libtorch's version.</summary>
    public static string __version__ => System.Runtime.InteropServices.Marshal.PtrToStringUTF8(Native.tsp_version())!;

    /// <summary>What a new tensor is to be, defaults filled in.</summary>
    private readonly ref struct Options
    {
        internal readonly int Type;
        internal readonly int DeviceType;
        internal readonly int DeviceIndex;

        internal Options(ScalarType? type, Device? device, string[]? names = null)
        {
            if (names is not null) throw new NotSupportedException("The stand-in for TorchSharp has no named dimensions.");
            device ??= s_defaultDevice;
            if (device.type != TorchSharp.DeviceType.CPU) InitializeDeviceType(device.type);
            Type = (int)(type ?? s_defaultType);
            DeviceType = (int)device.type;
            DeviceIndex = device.index;
        }
    }
}
