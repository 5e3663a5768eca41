// An encoder learns from text without labels before it learns from a few labels, beside the same encoder without that.
//
//   FurtherPretraining [--data support|imdb|sst2|banking77] [--checkpoint FOLDER-OR-HUB-ID] [--labelled 2000] [--unlabelled 10000] [--seeds 3] [--folder FOLDER] ...
using System.CommandLine;
using MLNetTransfer.Examples;

var data = new Option<string>("--data") { Description = "support, imdb (whose unlabelled reviews are learnt from), sst2, banking77, ...", DefaultValueFactory = _ => "support" };
var checkpoint = new Option<string?>("--checkpoint") { Description = "The encoder: a folder or a hub id; left out, the one in the package." };
var labelled = new Option<int>("--labelled") { Description = "Rows with labels to learn from.", DefaultValueFactory = _ => 2000 };
var unlabelled = new Option<int>("--unlabelled") { Description = "Rows without labels to learn from.", DefaultValueFactory = _ => 10_000 };
var test = new Option<int>("--test") { Description = "Rows to judge by.", DefaultValueFactory = _ => 5000 };
var tokens = new Option<int>("--max-tokens") { Description = "Tokens of a row.", DefaultValueFactory = _ => 128 };
var pretrainingEpochs = new Option<int>("--pretraining-epochs") { Description = "Passes over the rows without labels.", DefaultValueFactory = _ => 1 };
var share = new Option<double>("--masked-share") { Description = "The share of tokens that are hidden.", DefaultValueFactory = _ => 0.15 };
var pretrainingRate = new Option<double>("--pretraining-rate") { Description = "The learning rate over the rows without labels.", DefaultValueFactory = _ => 1e-4 };
var decay = new Option<double>("--layer-rate-decay") { Description = "What each layer's rate over the rows without labels is of the one above it, so that a new head learns fast and what is below it is kept.", DefaultValueFactory = _ => 1 };
var epochs = new Option<int>("--epochs") { Description = "Passes over the rows with labels.", DefaultValueFactory = _ => 3 };
var rate = new Option<double?>("--rate") { Description = "The learning rate of fine-tuning; left out, 6e-4 for the small encoder in the package, else 1e-4." };
var seeds = new Option<int>("--seeds") { Description = "How many times each is fine-tuned, every time on other rows.", DefaultValueFactory = _ => 1 };
var firstSeed = new Option<int>("--first-seed") { Description = "The seed of the first of them.", DefaultValueFactory = _ => 0 };
var folder = new Option<DirectoryInfo?>("--folder") { Description = "Where the encoder that has read the domain's text is kept, and beside it the state of a run that was ended, which goes on; an encoder that is there already is taken as it is. Left out, a temporary folder." };

var command = new RootCommand("Further pretraining, then fine-tuning, in ML.NET.") { data, checkpoint, labelled, unlabelled, test, tokens, pretrainingEpochs, share, pretrainingRate, decay, epochs, rate, seeds, firstSeed, folder };
command.SetAction((p, cancel) => Task.FromResult(Comparison.Run(
    new(p.GetValue(data)!, p.GetValue(checkpoint), p.GetValue(labelled), p.GetValue(unlabelled), p.GetValue(test), p.GetValue(tokens), p.GetValue(pretrainingEpochs), p.GetValue(share), p.GetValue(pretrainingRate), p.GetValue(decay), p.GetValue(epochs), p.GetValue(rate) ?? (p.GetValue(checkpoint) is null ? 6e-4 : 1e-4), p.GetValue(seeds), p.GetValue(firstSeed), p.GetValue(folder)?.FullName), cancel)));
return command.Parse(args).Invoke();
