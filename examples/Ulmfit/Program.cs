// ULMFiT's three stages: a language model of general text, its adaptation to the target's text without labels, and a classifier on it; beside the same classifier without the second stage, and
// without both. Every stage is kept in --folder, so that a run that was ended goes on.
//
//   Ulmfit [--data support|imdb] [--folder FOLDER] [--both-directions] [--general-steps N] [--target-steps N] [--epochs N] [--rows N] ...
using System.CommandLine;
using MLNetTransfer.Examples;

var data = new Option<string>("--data") { Description = "support, in the clone, or imdb with general text beside it, in the shared folder.", DefaultValueFactory = _ => "support" };
var folder = new Option<DirectoryInfo?>("--folder") { Description = "Where corpora, models and states of runs are kept; left out, in a temporary folder." };
var both = new Option<bool>("--both-directions") { Description = "Goes through all stages backwards too, and averages both classifiers." };
var general = new Option<int?>("--general-steps") { Description = "Steps of the first stage; left out, the data's own number." };
var target = new Option<int?>("--target-steps") { Description = "Steps of the second stage; left out, the data's own number." };
var epochs = new Option<int?>("--epochs") { Description = "Passes of the third stage over the labelled rows; left out, the data's own number." };
var rows = new Option<int?>("--rows") { Description = "Labelled rows to learn from; left out, the data's own number." };
var testRows = new Option<int?>("--test-rows") { Description = "Rows to judge by; left out, all." };
var tokens = new Option<int>("--tokens") { Description = "Tokens of a text that the classifier reads.", DefaultValueFactory = _ => 250 };
var seed = new Option<int>("--seed") { Description = "Decides the rows, first weights, their order and dropout.", DefaultValueFactory = _ => 1 };

var root = new RootCommand("ULMFiT's three stages, beside the same classifier without the second, and without both.") { data, folder, both, general, target, epochs, rows, testRows, tokens, seed };
root.SetAction((parsed, cancel) => Task.FromResult(Comparison.Run(
    new(parsed.GetValue(data)!, parsed.GetValue(folder)?.FullName, parsed.GetValue(both), parsed.GetValue(general), parsed.GetValue(target), parsed.GetValue(epochs), parsed.GetValue(rows), parsed.GetValue(testRows), parsed.GetValue(tokens), parsed.GetValue(seed)), cancel)));
return root.Parse(args).Invoke();
