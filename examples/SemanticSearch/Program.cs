// Search by meaning: the rows of a set become vectors of a pretrained encoder, the vectors an index in a file, and questions find the rows that say the same.
//
//   SemanticSearch [--data support|banking77|sst2|...] [--ask "where is my parcel" ...] [--checkpoint FOLDER-OR-HUB-ID] [--top 5] [--rows N] [--gpu 0]
using System.CommandLine;
using MLNetTransfer.Examples;

var data = new Option<string>("--data") { Description = "support, banking77, sst2, cola, mrpc or rte.", DefaultValueFactory = _ => "support" };
var ask = new Option<string[]>("--ask") { Description = "Questions; left out, the first test rows.", AllowMultipleArgumentsPerToken = true };
var checkpoint = new Option<string?>("--checkpoint") { Description = "The encoder: a folder or a hub id; left out, MiniLM where the shared weights are." };
var top = new Option<int>("--top") { Description = "How many rows a question finds.", DefaultValueFactory = _ => 3 };
var rows = new Option<int?>("--rows") { Description = "Uses so many rows of each part only." };
var gpu = new Option<int?>("--gpu") { Description = "The number of the GPU to use; left out, the CPU." };

var root = new RootCommand("Finds the rows of a set that mean the same as a question.") { data, ask, checkpoint, top, rows, gpu };
root.SetAction((parsed, cancel) => Task.FromResult(SearchSession.Run(new(parsed.GetValue(data)!, parsed.GetValue(ask) ?? [], parsed.GetValue(checkpoint), parsed.GetValue(top), parsed.GetValue(rows), parsed.GetValue(gpu)), cancel)));
return root.Parse(args).Invoke();
