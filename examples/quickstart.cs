#!/usr/bin/env -S dotnet run
#:project ../src/MLNetTransfer/MLNetTransfer.csproj
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

var ml = new MLContext(seed: 1);
ml.Log += (_, e) => { if (e.Kind == ChannelMessageKind.Info && e.Source.StartsWith("Transformer")) Console.WriteLine(e.RawMessage); };
TextLoader.Column[] columns = [new("Label", DataKind.String, 0), new("Text", DataKind.String, 1)];
var train = ml.Data.LoadFromTextFile("examples/data/support-train.tsv", columns, hasHeader: true);
var test = ml.Data.LoadFromTextFile("examples/data/support-test.tsv", columns, hasHeader: true);

var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.MulticlassClassification.Trainers.TransformerTextClassification(model: args[0], epochs: 10, learningRate: 3e-4))
    .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
var model = pipeline.Fit(train);

Console.WriteLine($"Accuracy: {ml.MulticlassClassification.Evaluate(model.Transform(test)).MicroAccuracy:P1}");
ml.Model.Save(model, train.Schema, "support.zip");
