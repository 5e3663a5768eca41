// Makes the encoder that ships in the package, step by step; every step can be ended and goes on where it was.
//
//   prepare  CORPUS WORK             a vocabulary of the text, the text as tokens
//   pretrain WORK                    masked language modelling from random weights
//   teach    WORK TEACHER            what a larger encoder makes of short texts
//   distill  WORK                    the same vectors, learnt by the pretrained encoder
//   pack     WORK OUT                the encoder as int8 and its tokenizer
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

var pretrain = new Command("pretrain") { work, steps, minutes, batch, rate, length };
pretrain.SetAction(p => MaskedPretraining.Run(p.GetValue(work)!, new RunLimits(p.GetValue(steps), p.GetValue(minutes), p.GetValue(batch), p.GetValue(rate)), p.GetValue(length)));

var teacher = new Argument<string>("teacher") { Description = "A sentence-transformers folder." };
var texts = new Option<int>("--texts") { Description = "How many short texts are embedded.", DefaultValueFactory = _ => 250_000 };
var teach = new Command("teach") { work, teacher, texts };
teach.SetAction(p => TeacherVectors.Compute(new Folders(p.GetValue(work)!), p.GetValue(teacher)!, p.GetValue(texts)));

var distill = new Command("distill") { work, texts, steps, minutes, batch, rate };
distill.SetAction(p => Distillation.Run(p.GetValue(work)!, p.GetValue(texts), new RunLimits(p.GetValue(steps), p.GetValue(minutes), p.GetValue(batch), p.GetValue(rate))));

var output = new Argument<string>("out") { Description = "The folder of the files that are compiled into the package." };
var pack = new Command("pack") { work, output };
pack.SetAction(p => Packing.Run(p.GetValue(work)!, p.GetValue(output)!));

return new RootCommand("Makes the encoder that ships in the package.") { prepare, pretrain, teach, distill, pack }.Parse(args).Invoke();
