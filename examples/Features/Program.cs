// Features of a pretrained encoder, which is not trained, as the input of a stock trainer: LbfgsMaximumEntropy learns on them in seconds, and its penalty is chosen on rows of their own.
//
//   Features [--data support|sst2|banking77|cola|mrpc|rte] [--features mean_last mean_last4 ...] [--checkpoint FOLDER-OR-HUB-ID] [--cold] ...
using System.CommandLine;
using MLNetTransfer.Examples;

var data = new Option<string?>("--data") { Description = "support, sst2, banking77, cola, mrpc or rte; left out, support." };
var features = new Option<string[]>("--features") { Description = $"Which states to take, one or more of {string.Join(", ", FeatureChoice.All.Select(c => c.Name))}; left out, all.", AllowMultipleArgumentsPerToken = true };
var checkpoint = new Option<string?>("--checkpoint") { Description = "The encoder: a folder or a hub id; left out, MiniLM where the shared weights are, else the one in the package." };
var rows = new Option<int?>("--rows") { Description = "Uses so many rows of each part only." };
var cold = new Option<bool>("--cold") { Description = "Keeps features in a temporary folder instead of the user's cache, so that the first pass computes all of them." };
var gpu = new Option<int?>("--gpu") { Description = "The number of the GPU to use; left out, the CPU." };

var root = new RootCommand("A pretrained encoder's features as the input of ML.NET's LbfgsMaximumEntropy.") { data, features, checkpoint, rows, cold, gpu };
root.SetAction((parsed, cancel) => Task.FromResult(Comparison.Run(new(parsed.GetValue(data), parsed.GetValue(features) ?? [], parsed.GetValue(checkpoint), parsed.GetValue(rows), parsed.GetValue(cold), parsed.GetValue(gpu)), cancel)));
return root.Parse(args).Invoke();
