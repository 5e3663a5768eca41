using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Polyfills.MicrosoftML.Tests.Contexts;

public class MLContextTests
{
    [Fact]
    public void Messages_of_hosts_reach_the_log()
    {
        var context = new MLContext(1);
        var seen = new List<LoggingEventArgs>();
        context.Log += (sender, e) =>
        {
            Assert.Same(context, sender);
            seen.Add(e);
        };
        using (var channel = ((IHostEnvironment)context).Register("Trainer").Start("Fit"))
        {
            channel.Info(MessageSensitivity.None, "epoch {0}", 3);
            channel.Warning(MessageSensitivity.None, "{braces} stay");
        }
        Assert.Equal(["Channel started", "epoch 3", "{braces} stay"], seen.Take(3).Select(e => e.RawMessage));
        Assert.Equal("[Source=Trainer; Fit, Kind=Info] epoch 3", seen[1].Message);
        Assert.Equal(("Trainer; Fit", ChannelMessageKind.Info), (seen[1].Source, seen[1].Kind));
        Assert.StartsWith("Channel finished. Elapsed 00:00:0", seen[3].RawMessage);
        Assert.Equal("Channel disposed", seen[4].RawMessage);
        Assert.Equal(5, seen.Count);
    }

    [Fact]
    public void Hosts_of_one_seed_draw_the_same_numbers()
    {
        int[] Draw(int? seed, int? hostSeed = null)
        {
            var host = ((IHostEnvironment)new MLContext(seed)).Register("Host", hostSeed);
            return [.. Enumerable.Range(0, 5).Select(_ => host.Rand.Next())];
        }
        Assert.Equal(Draw(7), Draw(7));
        Assert.NotEqual(Draw(7), Draw(8));
        Assert.NotEqual(Draw(null), Draw(null));
        Assert.Equal(Draw(null, 3), Draw(5, 3));
    }

    [Fact]
    public void Settings_are_seen_by_what_the_catalogs_make()
    {
        var context = new MLContext(1);
        var environment = (IHostEnvironmentInternal)context.MulticlassClassification.Trainers.GetEnvironment();
        Assert.Equal(((int?)null, true, 1), (environment.GpuDeviceId, environment.FallbackToCpu, environment.Seed));
        context.GpuDeviceId = 2;
        context.FallbackToCpu = false;
        context.SetOption("Option", 5);
        Assert.Equal(((int?)2, false, 5), (environment.GpuDeviceId, environment.FallbackToCpu, environment.GetOptionOrDefault<int>("Option")));
        Assert.False(context.TryAddOption("Option", 6));
        Assert.True(context.RemoveOption("Option"));
        Assert.False(context.TryGetOption<int>("Option", out _));
        Assert.Same(context.ComponentCatalog, context.Transforms.Text.GetEnvironment().ComponentCatalog);
    }

    [Fact]
    public void Errors_tell_which_component_threw_them()
    {
        var host = ((IHostEnvironment)new MLContext(1)).Register("Trainer");
        Assert.Equal("Trainer", host.Except("x").Data["Throwing component"]);
        using var channel = host.Start("Fit");
        Assert.Equal("Fit", channel.Except("x").Data["Phase"]);
        Assert.Equal("name cannot be null or empty (Parameter 'name')", Assert.Throws<ArgumentOutOfRangeException>(() => host.Register("")).Message);
    }

    [Fact]
    public void A_cancelled_context_ends_the_work_in_it()
    {
        var context = new MLContext(1);
        var host = ((IHostEnvironment)context).Register("Trainer");
        host.CheckAlive();
        context.CancelExecution();
        Assert.Throws<OperationCanceledException>(() => host.CheckAlive());
    }
}
