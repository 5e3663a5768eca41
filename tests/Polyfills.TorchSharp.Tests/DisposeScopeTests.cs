using TorchSharp;
using static TorchSharp.torch;

namespace Polyfills.TorchSharp.Tests;

public class DisposeScopeTests
{
    [Fact]
    public void Tensors_end_with_their_scope_but_for_the_moved_and_the_detached()
    {
        DisposeScopeManager.Statistics.Reset();
        Tensor kept, moved, detached;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                kept = ones(2);
                moved = ones(2).MoveToOuterDisposeScope();
                detached = ones(2).DetachFromDisposeScope();
                using var byHand = ones(2);
                Assert.True(inner.Contains(kept));
                Assert.False(inner.Contains(moved));
                Assert.True(outer.Contains(moved));
                Assert.Equal(2, inner.DisposablesCount);
            }
            Assert.True(kept.IsInvalid);
            Assert.False(moved.IsInvalid);
        }
        Assert.True(moved.IsInvalid);
        Assert.False(detached.IsInvalid);
        var statistics = DisposeScopeManager.Statistics.TensorStatistics;
        Assert.Equal((4, 3, 1, 0, 1), (statistics.CreatedInScopeCount, statistics.DisposedInScopeCount, statistics.DetachedFromScopeCount, statistics.CreatedOutsideScopeCount, statistics.ThreadTotalLiveCount));
        detached.Dispose();
        Assert.Equal((1, 0), (statistics.DisposedOutsideScopeCount, DisposeScopeManager.Statistics.ThreadTotalLiveCount));
    }

    [Fact]
    public void Outside_all_scopes_moving_out_detaches()
    {
        Tensor x;
        using (NewDisposeScope()) x = ones(2).MoveToOuterDisposeScope();
        Assert.False(x.IsInvalid);
        x.Dispose();
    }

    [Fact]
    public void Everything_but_some_can_be_disposed()
    {
        using var scope = NewDisposeScope();
        var (a, b, c) = (ones(1), ones(1), ones(1));
        scope.DisposeEverythingBut(a, b);
        Assert.Equal((false, false, true), (a.IsInvalid, b.IsInvalid, c.IsInvalid));
        Assert.Equal(2, scope.DisposablesCount);
        scope.Detach(a);
        scope.DisposeEverything();
        Assert.Equal((false, true), (a.IsInvalid, b.IsInvalid));
        scope.Attach(a);
        Assert.True(scope.Contains(a));
    }

    [Fact]
    public void Scopes_belong_to_their_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(1));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(elsewhere!));
        elsewhere!.Dispose();
    }

    [Fact]
    public void A_wrapped_expression_leaves_its_result_only()
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        var before = scope.DisposablesCount;
        var y = WrappedTensorDisposeScope(() => (x + 1) * (x + 2));
        Assert.Equal([6, 6], y.data<float>().ToArray());
        Assert.Equal(before + 1, scope.DisposablesCount);
    }

    [Fact]
    public void A_parameter_takes_the_place_of_its_data()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = new global::TorchSharp.Modules.Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(scope.Contains(parameter));
        Assert.False(scope.Contains(data));
        // What modules make for themselves outlives the scope.
        var linear = nn.Linear(2, 3);
        Assert.Equal(1, scope.DisposablesCount);
        linear.Dispose();
    }

    [Fact]
    public void Leaked_tensors_are_freed_by_their_finalizers()
    {
        var before = Tensor.TotalCount;
        Leak();
        for (var i = 0; i < 50 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(Tensor.TotalCount <= before);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Leak()
        {
            for (var i = 0; i < 100; i++) _ = ones(10);
        }
    }

    [Fact]
    public void Finalizers_do_not_free_what_a_call_still_uses()
    {
        // Temporaries are garbage as soon as their handles are read; the collector runs on another thread all the while.
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() => { while (!stop.IsCancellationRequested) { GC.Collect(); GC.WaitForPendingFinalizers(); } });
        collector.Start();
        for (var i = 0; i < 2000; i++)
        {
            using var y = ones(64, 64).matmul(full(64, 64, 2f)).sum();
            Assert.Equal(64 * 64 * 64 * 2, y.ToSingle());
        }
        stop.Cancel();
        collector.Join();
    }
}
