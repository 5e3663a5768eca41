// Makes the encoder that ships in the package, step by step; every step can be ended and goes on where it was.
//
//   prepare  CORPUS WORK             a vocabulary of the text, the text as tokens
//   pretrain WORK [--teacher FOLDER] masked language modelling
//   teach    WORK TEACHER            what a larger encoder makes of short texts
//   distill  WORK                    the same vectors, learnt by the pretrained encoder
//   pack     WORK OUT                the encoder as int8 and its tokenizer
//   evaluate ENCODER                 few labels, by it and by the same network from random weights
using System.CommandLine;
using MLNetTransfer.EmbeddedEncoder;

var corpus = new Argument<string>("corpus") { Description = "The folder with train.txt, heldout.txt and short.txt, as corpus.sh makes it." };
var work = new Argument<string>("work") { Description = "The folder of everything that is made on the way." };
var steps = new Option<int>("--steps") { Description = "Optimiser steps in all.", DefaultValueFactory = _ => 20_000 };
var minutes = new Option<double?>("--minutes") { Description = "Ends after this time; begun again, it goes on." };
var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 64 };
var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 1e-3 };
var length = new Option<int>("--max-tokens") { DefaultValueFactory = _ => 128 };

var prepare = new Command("prepare") { corpus, work };
prepare.SetAction(p => Preparation.Run(p.GetValue(corpus)!, p.GetValue(work)!));

var start = new Option<string?>("--teacher") { Description = "A sentence-transformers folder, whose vectors of the tokens the embeddings begin with." };
var pretrain = new Command("pretrain") { work, steps, minutes, batch, rate, length, start };
pretrain.SetAction(p => MaskedPretraining.Run(p.GetValue(work)!, new RunLimits(p.GetValue(steps), p.GetValue(minutes), p.GetValue(batch), p.GetValue(rate)), p.GetValue(length), p.GetValue(start)));

var teacher = new Argument<string>("teacher") { Description = "A sentence-transformers folder." };
var texts = new Option<int>("--texts") { Description = "How many short texts are embedded.", DefaultValueFactory = _ => 250_000 };
var teach = new Command("teach") { work, teacher, texts };
teach.SetAction(p => TeacherVectors.Compute(new Folders(p.GetValue(work)!), p.GetValue(teacher)!, p.GetValue(texts)));

var distill = new Command("distill") { work, texts, steps, minutes, batch, rate };
distill.SetAction(p => Distillation.Run(p.GetValue(work)!, p.GetValue(texts), new RunLimits(p.GetValue(steps), p.GetValue(minutes), p.GetValue(batch), p.GetValue(rate))));

var output = new Argument<string>("out") { Description = "The folder of the files that are compiled into the package." };
var pack = new Command("pack") { work, output };
pack.SetAction(p => Packing.Run(p.GetValue(work)!, p.GetValue(output)!));

var encoder = new Argument<string>("encoder") { Description = "The folder that `pack` wrote." };
var data = new Option<string>("--data") { Description = "sst2 or banking77.", DefaultValueFactory = _ => "banking77" };
var labels = new Option<int>("--labels") { Description = "Labels of a class: 10 or 50.", DefaultValueFactory = _ => 10 };
var seeds = new Option<int>("--seeds") { Description = "Samples of rows, at most 5.", DefaultValueFactory = _ => 5 };
var way = new Option<TransferWay>("--way") { Description = "Features or FineTuning.", DefaultValueFactory = _ => TransferWay.Features };
var epochs = new Option<int>("--epochs") { Description = "Passes over the labels in fine-tuning.", DefaultValueFactory = _ => 20 };
var tuning = new Option<double>("--rate") { Description = "The learning rate of fine-tuning.", DefaultValueFactory = _ => 5e-4 };
var l2 = new Option<float>("--l2") { Description = "The regularisation of the trainer over features.", DefaultValueFactory = _ => 0.1f };
var dev = new Option<bool>("--dev") { Description = "Judges by training rows that are not in the sample, to choose settings by." };
var evaluate = new Command("evaluate") { encoder, data, labels, seeds, way, epochs, tuning, l2, dev };
evaluate.SetAction(p => Evaluation.Run(p.GetValue(encoder)!, new(p.GetValue(data)!, p.GetValue(labels), p.GetValue(seeds), p.GetValue(way), p.GetValue(epochs), p.GetValue(tuning), p.GetValue(l2), p.GetValue(dev))));

return new RootCommand("Makes the encoder that ships in the package.") { prepare, pretrain, teach, distill, pack, evaluate }.Parse(args).Invoke();
