using MLNetTransfer.Modeling.Checkpoints;

namespace MLNetTransfer.Engine;

/// <summary>Tells the log of a download: when a file begins, and each further tenth of it.</summary>
internal sealed class DownloadLog(Action<string> info) : IProgress<DownloadProgress>
{
    private string? _file;
    private long _tenths;

    public void Report(DownloadProgress progress)
    {
        var tenths = progress.BytesTotal is > 0 and var total ? progress.BytesDone * 10 / total : 0;
        if (progress.File == _file && tenths <= _tenths) return;
        (_file, _tenths) = (progress.File, tenths);
        info($"Downloading {progress.File}: {progress.BytesDone >> 20} of {(progress.BytesTotal is long all ? (all >> 20).ToString(System.Globalization.CultureInfo.InvariantCulture) : "?")} MiB.");
    }
}
