// Throughput beside the peers, on the same rows, in the same run.
//
//   rows CHECKPOINT DATA.tsv OUT        tokenizes: text TAB label (or, with --label-first, label TAB text) to the peers' file of rows
//   train | pretrain | score CHECKPOINT ROWS       our side; one JSON line, as the peers print
//   features CHECKPOINT DATA.tsv        our side of the same rows as texts: TransformerFeatures, nothing cached before
//   first MODEL.zip TEXT                loads a saved model and predicts once
//   tokenize TOKENIZER.json TEXTS.jsonl our side of tokenizers.sh
//   memory CHECKPOINT ROWS              resident memory over 500 training steps
//   compare ...                         everything beside the peers, interleaved, medians (see compare.sh)
using System.CommandLine;
using System.Globalization;
using Microsoft.ML;
using MLNetTransfer.Benchmarks;
using MLNetTransfer.Modeling.Tokenization;
using MLNetTransfer.Modeling.Training;

var checkpoint = new Argument<string>("checkpoint") { Description = "A BERT folder in Hugging Face's layout." };
var rows = new Argument<string>("rows") { Description = "A file of rows, as `rows` writes it." };
var epochs = new Option<int>("--epochs") { DefaultValueFactory = _ => 1 };
var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 32 };
var rate = new Option<double>("--lr") { DefaultValueFactory = _ => 1e-4 };
var precision = new Option<TrainingPrecision>("--precision") { DefaultValueFactory = _ => TrainingPrecision.Auto };

var train = new Command("train") { checkpoint, rows, epochs, batch, rate, precision };
train.SetAction(p => Console.WriteLine(Contestant.Train(p.GetValue(checkpoint)!, p.GetValue(rows)!, p.GetValue(epochs), p.GetValue(batch), p.GetValue(rate), p.GetValue(precision)).ToJson()));

var pretrain = new Command("pretrain") { checkpoint, rows, epochs, batch, rate, precision };
pretrain.SetAction(p => Console.WriteLine(Contestant.Pretrain(p.GetValue(checkpoint)!, p.GetValue(rows)!, p.GetValue(epochs), p.GetValue(batch), p.GetValue(rate), p.GetValue(precision)).ToJson()));

var score = new Command("score") { checkpoint, rows, batch };
score.SetAction(p => Console.WriteLine(Contestant.Score(p.GetValue(checkpoint)!, p.GetValue(rows)!, p.GetValue(batch)).ToJson()));

var data = new Argument<string>("data") { Description = "Lines of text TAB label." };
var output = new Argument<string>("out");
var take = new Option<int>("--take") { DefaultValueFactory = _ => int.MaxValue };
var maxTokens = new Option<int>("--max-tokens") { DefaultValueFactory = _ => 128 };
var write = new Command("rows") { checkpoint, data, output, take, maxTokens };
write.SetAction(p =>
{
    var tokenizer = new RowTokenizer(TextTokenizer.Load(p.GetValue(checkpoint)!), new TruncationOptions { MaxTokens = p.GetValue(maxTokens) });
    var lines = File.ReadLines(p.GetValue(data)!).Take(p.GetValue(take)).Select(l => l.Split('\t')).ToList();
    Rows.Write(p.GetValue(output)!, lines.Select(l => (int.Parse(l[1], CultureInfo.InvariantCulture), tokenizer.Tokenize(l[0]).TokenIds)));
});

var features = new Command("features") { checkpoint, data, take, maxTokens };
features.SetAction(p => Console.WriteLine(FeatureRun.Time(p.GetValue(checkpoint)!, p.GetValue(data)!, p.GetValue(take), p.GetValue(maxTokens)).ToJson()));

var model = new Argument<string>("model");
var text = new Argument<string>("text");
var first = new Command("first") { model, text };
first.SetAction(p =>
{
    var ml = new MLContext();
    using var engine = ml.Model.CreatePredictionEngine<Input, Output>(ml.Model.Load(p.GetValue(model)!, out _));
    var prediction = engine.Predict(new Input { Text = p.GetValue(text)! });
    // The system's clock since the process was made, the runtime's own start included.
    var seconds = (DateTime.Now - System.Diagnostics.Process.GetCurrentProcess().StartTime).TotalSeconds;
    Console.WriteLine(new Result { Peer = "MLNetTransfer", What = "first", Seconds = Math.Round(seconds, 3), Accuracy = prediction.Score.Max(), PeakMb = Contestant.PeakMb() }.ToJson());
});

var memory = new Command("memory") { checkpoint, rows, batch };
memory.SetAction(p => MemoryRun.Print(p.GetValue(checkpoint)!, p.GetValue(rows)!, p.GetValue(batch)));

var tokenizerFile = new Argument<string>("tokenizer");
var textFile = new Argument<string>("texts");
var threadCount = new Option<int>("--threads") { DefaultValueFactory = _ => 1 };
var tokenize = new Command("tokenize") { tokenizerFile, textFile, threadCount };
tokenize.SetAction(p => Console.WriteLine(TokenizerRun.Time(p.GetValue(tokenizerFile)!, p.GetValue(textFile)!, p.GetValue(threadCount)).ToJson()));

var compare = new Command("compare");
var python = new Option<string>("--python") { Description = "A Python that has PyTorch.", DefaultValueFactory = _ => "/usr/bin/python3" };
var node = new Option<string>("--node") { Description = "The folder where `npm install onnxruntime-node` was run.", Required = true };
var peers = new Option<string>("--peers") { Description = "The folder of bert_torch.py and bert_onnxruntime.mjs.", Required = true };
var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
var onnx = new Option<string>("--onnx") { Description = "The model that `bert_torch.py export` wrote.", Required = true };
var zip = new Option<string?>("--zip") { Description = "A saved model of the same encoder, for the time to the first prediction." };
var published = new Option<string?>("--published") { Description = "This program, published with ReadyToRun, for the same; left out, as it is." };
var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount };
var texts = new Option<string?>("--texts") { Description = "The texts that the rows were made of: features are made of them, beside scoring.", DefaultValueFactory = _ => null };
foreach (var symbol in new Symbol[] { checkpoint, rows, python, node, peers, runs, onnx, zip, published, threads, batch, texts, take })
{
    if (symbol is Argument argument) compare.Add(argument);
    else compare.Add((Option)symbol);
}
compare.SetAction(p =>
{
    string[] us = [Environment.ProcessPath!, .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(Result).Assembly.Location } : []];
    var (c, r, n) = (Path.GetFullPath(p.GetValue(checkpoint)!), Path.GetFullPath(p.GetValue(rows)!), p.GetValue(threads).ToString(CultureInfo.InvariantCulture));
    string[] torch = [p.GetValue(python)!, Path.GetFullPath(Path.Combine(p.GetValue(peers)!, "bert_torch.py"))];
    string[] ort = ["node", Path.GetFullPath(Path.Combine(p.GetValue(peers)!, "bert_onnxruntime.mjs")), Path.GetFullPath(p.GetValue(onnx)!)];
    var size = p.GetValue(batch).ToString(CultureInfo.InvariantCulture);
    var folder = Path.GetFullPath(p.GetValue(node)!);

    var training = new Comparison(p.GetValue(runs), folder);
    training.Run(new Dictionary<string, string[]>
    {
        ["MLNetTransfer"] = [.. us, "train", c, r, "--batch", size],
        ["PyTorch standard"] = [.. torch, "train", c, r, "--batch", size, "--threads", n],
        ["PyTorch best"] = [.. torch, "train", c, r, "--batch", size, "--threads", n, "--recipe", "best"],
    });
    training.Print("Training", "MLNetTransfer");

    var pretraining = new Comparison(p.GetValue(runs), folder);
    pretraining.Run(new Dictionary<string, string[]>
    {
        ["MLNetTransfer"] = [.. us, "pretrain", c, r, "--batch", size],
        ["PyTorch standard"] = [.. torch, "pretrain", c, r, "--batch", size, "--threads", n],
        ["PyTorch best"] = [.. torch, "pretrain", c, r, "--batch", size, "--threads", n, "--recipe", "best"],
    });
    pretraining.Print("Pretraining (masked tokens)", "MLNetTransfer");

    var scoring = new Comparison(p.GetValue(runs), folder);
    var scorers = new Dictionary<string, string[]>
    {
        ["MLNetTransfer"] = [.. us, "score", c, r, "--batch", size],
        ["ONNX Runtime, sorted"] = [.. ort, r, "--batch", size, "--threads", n, "--sorted"],
        ["PyTorch standard"] = [.. torch, "score", c, r, "--batch", size, "--threads", n],
        ["PyTorch best"] = [.. torch, "score", c, r, "--batch", size, "--threads", n, "--recipe", "best"],
    };
    if (p.GetValue(texts) is { } file) scorers["MLNetTransfer, features of texts"] = [.. us, "features", c, Path.GetFullPath(file), "--take", p.GetValue(take).ToString(CultureInfo.InvariantCulture)];
    scoring.Run(scorers);
    scoring.Print("Scoring", "MLNetTransfer");

    if (p.GetValue(zip) is not { } saved) return;
    var one = Path.Combine(Path.GetTempPath(), $"one-{Environment.ProcessId}.rows");
    File.WriteAllLines(one, File.ReadLines(r).Take(1));
    var starting = new Comparison(p.GetValue(runs), folder);
    starting.Run(new Dictionary<string, string[]>
    {
        ["MLNetTransfer"] = [.. p.GetValue(published) is { } program ? [Path.GetFullPath(program)] : us, "first", Path.GetFullPath(saved), "a film that earns every one of its tears"],
        ["ONNX Runtime, whole process"] = [.. ort, one, "--threads", n],
    }, wallTime: true);
    starting.Print("From process start to the first prediction", "MLNetTransfer", wallTime: true);
    File.Delete(one);
});

return new RootCommand("Throughput beside the peers.") { write, train, pretrain, score, first, tokenize, features, memory, compare }.Parse(args).Invoke();

internal sealed class Input
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";
}

internal sealed class Output
{
    public float[] Score { get; set; } = [];
}
