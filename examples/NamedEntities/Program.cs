// Names of persons, places and organisations in text: a pretrained encoder's states of each word, which are computed once and kept, and a BiLSTM-CRF tagger over them.
//
//   NamedEntities [--data FOLDER] [--checkpoint FOLDER-OR-HUB-ID] [--epochs N] [--hidden N] ...
using System.CommandLine;
using MLNetTransfer.Examples;

var data = new Option<string?>("--data") { Description = "A folder with eng.train, eng.testa and eng.testb of CoNLL-2003; left out, the shared data where they are, else generated sentences." };
var checkpoint = new Option<string?>("--checkpoint") { Description = "The encoder: a folder or a hub id; left out, MiniLM where the shared weights are." };
var rows = new Option<int?>("--rows") { Description = "Uses the first so many sentences of each part only." };
var epochs = new Option<int>("--epochs") { Description = "Passes over the sentences.", DefaultValueFactory = _ => 12 };
var batch = new Option<int>("--batch") { Description = "Sentences in a batch.", DefaultValueFactory = _ => 32 };
var rate = new Option<double>("--learning-rate") { Description = "The highest learning rate.", DefaultValueFactory = _ => 2e-3 };
var hidden = new Option<int>("--hidden") { Description = "The width of the LSTM in each direction.", DefaultValueFactory = _ => 200 };
var stacked = new Option<int>("--lstm-layers") { Description = "The number of LSTM layers.", DefaultValueFactory = _ => 1 };
var dropout = new Option<double>("--dropout") { Description = "The share that is dropped of vectors and states.", DefaultValueFactory = _ => 0.3 };
var withoutCrf = new Option<bool>("--without-crf") { Description = "Chooses each word's tag by itself." };
var layers = new Option<string?>("--layers") { Description = "The encoder's layers, such as 3,4,5,6; left out, the last four." };
var cold = new Option<bool>("--cold") { Description = "Keeps features in a temporary folder instead of the user's cache." };
var gpu = new Option<int?>("--gpu") { Description = "The number of the GPU to use; left out, the CPU." };

var root = new RootCommand("Named entities with a pretrained encoder's features and a BiLSTM-CRF tagger.") { data, checkpoint, rows, epochs, batch, rate, hidden, stacked, dropout, withoutCrf, layers, cold, gpu };
root.SetAction((parsed, cancel) => Task.FromResult(Tagging.Run(new(parsed.GetValue(data), parsed.GetValue(checkpoint), parsed.GetValue(rows), parsed.GetValue(epochs), parsed.GetValue(batch), parsed.GetValue(rate),
    parsed.GetValue(hidden), parsed.GetValue(stacked), parsed.GetValue(dropout), parsed.GetValue(withoutCrf), parsed.GetValue(layers), parsed.GetValue(cold), parsed.GetValue(gpu)), cancel)));
return root.Parse(args).Invoke();
