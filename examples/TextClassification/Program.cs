// Fine-tunes a pretrained encoder on labelled text inside an ordinary ML.NET pipeline, evaluates it, saves it; a second process loads it and predicts.
//
//   TextClassification train [--data support|sst2|banking77|cola] [--checkpoint FOLDER-OR-HUB-ID] [--save model.zip] ...
//   TextClassification predict model.zip "Where is my parcel?" ...
using System.CommandLine;
using MLNetTransfer.Examples;

var data = new Option<string?>("--data") { Description = "support, sst2, banking77 or cola; left out, support." };
var checkpoint = new Option<string?>("--checkpoint") { Description = "The encoder: a folder or a hub id; left out, the one in the package." };
var save = new Option<FileInfo>("--save") { Description = "The model file to write.", DefaultValueFactory = _ => new FileInfo("model.zip") };
var epochs = new Option<int?>("--epochs") { Description = "Passes over the training rows; left out, the data set's own number." };
var rows = new Option<int?>("--rows") { Description = "Trains on so many rows only." };
var seed = new Option<int>("--seed") { Description = "Decides the head's first weights, the order of the rows and the dropout.", DefaultValueFactory = _ => 0 };
var beside = new Option<bool>("--beside-random") { Description = "Also trains the same network from random weights, to show what pretraining is worth." };
var gpu = new Option<int?>("--gpu") { Description = "The number of the GPU to use; left out, the CPU." };

var train = new Command("train", "Fine-tunes, evaluates and saves.") { data, checkpoint, save, epochs, rows, seed, gpu, beside };
train.SetAction((parsed, cancel) => Task.FromResult(Training.Run(new(parsed.GetValue(data), parsed.GetValue(checkpoint), parsed.GetValue(save)!.FullName, parsed.GetValue(epochs), parsed.GetValue(rows), parsed.GetValue(seed), parsed.GetValue(gpu), parsed.GetValue(beside)), cancel)));

var file = new Argument<FileInfo>("model") { Description = "A model file that `train` wrote." };
var texts = new Argument<string[]>("texts") { Description = "What to classify.", Arity = ArgumentArity.OneOrMore };
var predict = new Command("predict", "Loads a model and classifies texts.") { file, texts };
predict.SetAction(parsed => Prediction.Run(parsed.GetValue(file)!.FullName, parsed.GetValue(texts)!));

return new RootCommand("Text classification with a fine-tuned encoder in ML.NET.") { train, predict }.Parse(args).Invoke();
