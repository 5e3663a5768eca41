using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MLNetTransfer.Modeling.Runtime;

/// <summary>
/// Threads that each run whole batches on one core. Where many batches wait, this is faster than all cores on one batch after the other: no operation has to
/// wait for the slower half of itself (measured: 1.27 times the rows a second on two cores).
/// </summary>
internal static class WorkerThreads
{
    // Fewer rows leave a core below its speed; fewer batches leave threads idle while the last one runs.
    private const int FewestRows = 8, BatchesOfAThread = 4;

    private static readonly Lazy<BlockingCollection<Action>?> _queue = new(Start);
    private static int _count;

    /// <summary>How many rows a batch has where there are so many rows to share: few enough for all threads to be busy until the end.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="most">How many a batch may have.</param>
    /// <param name="device">Where they run.</param>
    public static int BatchSize(int rows, int most, Device device) =>
        // A single prediction must not wait for threads that it does not need.
        rows <= FewestRows || device.type != DeviceType.CPU || _queue.Value is null ? most : Math.Min(most, Math.Max(FewestRows, rows / (BatchesOfAThread * _count)));

    /// <summary>Runs <paramref name="body"/> for 0 to <paramref name="count"/> - 1, for work on the CPU on the threads where there are some to share it, else on the calling thread.</summary>
    /// <exception cref="Exception">What a call threw first; no further ones are begun after it.</exception>
    public static void For(int count, Device device, Action<int> body)
    {
        if (count < 2 || device.type != DeviceType.CPU || _queue.Value is not { } queue)
        {
            for (var i = 0; i < count; i++) body(i);
            return;
        }

        var next = -1;
        ExceptionDispatchInfo? failure = null;
        var shares = Math.Min(count, _count);
        using var done = new CountdownEvent(shares);
        for (var share = 0; share < shares; share++) queue.Add(Share);
        done.Wait();
        failure?.Throw();

        void Share()
        {
            try
            {
                for (int i; failure is null && (i = Interlocked.Increment(ref next)) < count;) body(i);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
            finally
            {
                done.Signal();
            }
        }
    }

    // null where one thread is all there is, or where the matrix library has threads of its own that do not listen to libtorch.
    private static BlockingCollection<Action>? Start()
    {
        _count = get_num_threads();
        if (_count < 2 || OpenBlasHasItsOwnThreads()) return null;
        var queue = new BlockingCollection<Action>();
        using var ready = new CountdownEvent(_count);
        for (var i = 0; i < _count; i++)
        {
            new Thread(() =>
            {
                // A thread's first question gives it the number of all; after that, its own number stays.
                _ = get_num_threads();
                set_num_threads(1);
                ready.Signal();
                foreach (var share in queue.GetConsumingEnumerable()) share();
            })
            { IsBackground = true, Name = "MLNetTransfer scoring" }.Start();
        }
        ready.Wait();
        // What later threads start with was set to 1 along with each worker's own.
        set_num_threads(_count);
        return queue;
    }

    private static unsafe bool OpenBlasHasItsOwnThreads()
    {
        const int pthreads = 1;
        return OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libopenblas.so.0", out var library)
            && NativeLibrary.TryGetExport(library, "openblas_get_parallel", out var parallel)
            && ((delegate* unmanaged<int>)parallel)() == pthreads;
    }
}
