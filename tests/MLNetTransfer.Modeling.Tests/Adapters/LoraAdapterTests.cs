using System.Text.Json.Nodes;
using MLNetTransfer.Modeling.Adapters;
using MLNetTransfer.Modeling.Checkpoints;
using MLNetTransfer.Modeling.Tests.Families;
using MLNetTransfer.TestSupport;
using TorchSharp;

namespace MLNetTransfer.Modeling.Tests.Adapters;

public class LoraAdapterTests
{
    private static string[] Modules(LoraOptions options)
    {
        using var golden = new LoraCase("bert");
        return [.. golden.Attach(options).Modules.Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Modules_are_chosen_as_PEFT_chooses_them()
    {
        const string layer = "bert.encoder.layer.";
        Assert.Equal([layer + "0.attention.self.query", layer + "1.attention.self.query"], Modules(new() { TargetModules = ModuleSelector.Named("query") }));
        // An end counts only after a dot.
        Assert.Throws<ArgumentException>(() => Modules(new() { TargetModules = ModuleSelector.Named("uery") }));
        Assert.Equal([layer + "1.output.dense"], Modules(new() { TargetModules = ModuleSelector.Named("bert.encoder.layer.1.output.dense") }));
        Assert.Equal([layer + "1.attention.self.key", layer + "1.attention.self.query"], Modules(new() { TargetModules = ModuleSelector.Pattern(@".*\.1\..*(query|key)") }));
        // A pattern is of the whole name.
        Assert.Throws<ArgumentException>(() => Modules(new() { TargetModules = ModuleSelector.Pattern("query") }));
        Assert.Equal([layer + "1.attention.self.query"], Modules(new() { TargetModules = ModuleSelector.Named("query"), LayersToTransform = [1] }));
        Assert.Equal([layer + "1.attention.self.query"], Modules(new() { TargetModules = ModuleSelector.Named("query"), LayersToTransform = [1], LayersPattern = ["layer"] }));
        Assert.Throws<ArgumentException>(() => Modules(new() { TargetModules = ModuleSelector.Named("query"), LayersToTransform = [1], LayersPattern = ["h"] }));
        Assert.Equal([layer + "0.attention.self.query"], Modules(new() { TargetModules = ModuleSelector.Named("query"), ExcludeModules = ModuleSelector.Pattern(@".*\.1\..*") }));
        // Six in each layer, and the pooler; the classifier is left out.
        var all = Modules(new());
        Assert.Equal(13, all.Length);
        Assert.DoesNotContain("classifier", all);
    }

    [Fact]
    public void A_module_that_is_not_linear_is_refused()
    {
        var error = Assert.Throws<NotSupportedException>(() => Modules(new() { TargetModules = ModuleSelector.Named("query", "word_embeddings") }));
        Assert.Contains("'bert.embeddings.word_embeddings'", error.Message);
    }

    [Fact]
    public void A_new_adapter_changes_nothing_until_it_is_trained()
    {
        using var scope = torch.NewDisposeScope();
        using var golden = new LoraCase("bert");
        using var batch = golden.Batch();
        var before = golden.Model.Forward(batch);
        var adapter = golden.Attach(new() { Rank = 2, Bias = AdapterBias.AdaptedLayers, TargetModules = ModuleSelector.Named("value") });
        Compare.Close("logits", before, golden.Model.Forward(batch), 0);
        var trained = golden.Model.named_parameters().Where(p => p.parameter.requires_grad).Select(p => p.name).ToArray();
        string[] each = ["bias", "lora_A", "lora_B"];
        Assert.Equal([.. from layer in new[] { 0, 1 } from name in each select $"encoder.layers.{layer}.attention.value.{name}", "classifier.weight", "classifier.bias"], trained.Order(StringComparer.Ordinal).OrderBy(n => n[0] == 'c').ThenByDescending(n => n.StartsWith("classifier.weight", StringComparison.Ordinal)));
        Assert.Contains("carries an adapter already", Assert.Throws<InvalidOperationException>(() => golden.Attach(new())).Message);
        adapter.Remove();
        Assert.All(golden.Model.parameters(), p => Assert.True(p.requires_grad));
        Assert.Contains("was taken off", Assert.Throws<InvalidOperationException>(adapter.Merge).Message);
    }

    [Fact]
    public void Dropout_acts_on_the_change_alone_and_in_training_only()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var golden = new LoraCase("bert");
        using var batch = golden.Batch();
        var before = golden.Model.Forward(batch);
        golden.Attach(new() { Dropout = 0.5 });
        golden.Model.train();
        Compare.Close("while B is 0", before, golden.Model.Forward(batch), 0);
        foreach (var (name, parameter) in golden.Model.named_parameters())
            if (name.EndsWith("lora_B", StringComparison.Ordinal)) parameter.fill_(0.1);
        Assert.NotEqual(Compare.Values(golden.Model.Forward(batch)), Compare.Values(golden.Model.Forward(batch)));
        golden.Model.eval();
        Compare.Close("in evaluation", golden.Model.Forward(batch), golden.Model.Forward(batch), 0);
    }

    [Fact]
    public void A_new_adapter_comes_back_from_its_folder()
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var golden = new LoraCase("gpt2");
        using var batch = golden.Batch();
        var options = new LoraOptions
        {
            Rank = 3,
            Alpha = 4.5,
            RankStabilized = true,
            TargetModules = ModuleSelector.Pattern(@".*\.(c_attn|c_fc)"),
            ModulesToSave = ["score"],
            Bias = AdapterBias.All,
            RankPattern = new Dictionary<string, int> { ["c_fc"] = 5 },
            AlphaPattern = new Dictionary<string, double> { [@"h\.1\.attn\.c_attn"] = 2 },
            BaseModel = "gpt2",
        };
        var adapter = golden.Attach(options);
        foreach (var (name, parameter) in golden.Model.named_parameters())
            if (parameter.requires_grad) parameter.normal_(0, 0.3);
        using var folder = new TempFolder();
        adapter.Save(folder.Path);
        var config = JsonFiles.ReadObject(folder["adapter_config.json"]);
        Assert.True((bool)config["fan_in_fan_out"]!);
        Assert.Equal(4.5, (double)config["lora_alpha"]!);
        using (var written = SafetensorsFile.Open(folder["adapter_model.safetensors"]))
        {
            Assert.Equal([5, 24], written.Tensors["base_model.model.transformer.h.0.mlp.c_fc.lora_A.weight"].Shape);
            Assert.Equal([72, 3], written.Tensors["base_model.model.transformer.h.0.attn.c_attn.lora_B.weight"].Shape);
            Assert.Contains("base_model.model.transformer.h.0.attn.c_attn.base_layer.bias", written.Tensors.Keys);
            Assert.Contains("base_model.model.transformer.h.0.attn.c_proj.bias", written.Tensors.Keys);
        }

        using var again = new LoraCase("gpt2");
        var loaded = again.Load(folder.Path);
        Assert.Equal(options.RankPattern, loaded.Options.RankPattern);
        Compare.Close("logits", golden.Model.Forward(batch), again.Model.Forward(batch), 0);
        var expected = golden.Model.Forward(batch);
        adapter.Merge();
        Compare.Close("merged", expected, golden.Model.Forward(batch), 1e-4);
    }

    [Theory]
    [InlineData("use_dora", "true", "'use_dora' is true")]
    [InlineData("loftq_config", """{ "loftq_bits": 4 }""", "'loftq_config'")]
    [InlineData("layer_replication", "[[0, 1]]", "'layer_replication'")]
    [InlineData("trainable_token_indices", "[1]", "'trainable_token_indices'")]
    [InlineData("lora_bias", "true", "'lora_bias'")]
    [InlineData("an_option_of_tomorrow", "3", "'an_option_of_tomorrow' is 3")]
    [InlineData("init_lora_weights", "\"pissa\"", "'init_lora_weights' is \"pissa\"")]
    [InlineData("peft_type", "\"IA3\"", "'peft_type' is \"IA3\"")]
    public void An_option_that_is_not_supported_is_refused_by_name(string key, string value, string message) =>
        Assert.Contains(message, Assert.Throws<NotSupportedException>(() => LoadChanged(c => c[key] = JsonNode.Parse(value))).Message);

    [Theory]
    [InlineData("r", "0", "Rank must be from 1")]
    [InlineData("r", "1000000000", "Rank must be from 1")]
    [InlineData("r", "5", "should be [5, 24]")]
    [InlineData("lora_alpha", "\"x\"", "'lora_alpha' is \"x\"; expected a number")]
    [InlineData("target_modules", "null", "'target_modules' is missing")]
    [InlineData("target_modules", """["query"]""", "is no linear layer of the model that its config means")]
    [InlineData("target_modules", """["query", "value", "key"]""", "lacks 'base_model.model.bert.encoder.layer.0.attention.self.key.lora_A.weight' and 3 more")]
    [InlineData("target_modules", "\"(query\"", "'target_modules' is no pattern")]
    [InlineData("bias", "\"some\"", "'bias' is \"some\"")]
    [InlineData("rank_pattern", """{ "query": 1.5 }""", "'rank_pattern'")]
    public void A_config_that_does_not_fit_says_why(string key, string value, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => LoadChanged(c => c[key] = JsonNode.Parse(value))).Message);

    [Fact]
    public void A_pattern_that_takes_forever_is_given_up()
    {
        var error = Assert.Throws<InvalidDataException>(() => LoadChanged(c => c["target_modules"] = "(.*)*(.*)*(.*)*x"));
        Assert.Contains("takes longer than", error.Message);
    }

    [Fact]
    public void A_model_with_an_adapter_is_not_saved_by_itself()
    {
        using var golden = new LoraCase("bert");
        using var folder = new TempFolder();
        golden.Load();
        Assert.Contains("carries an adapter", Assert.Throws<InvalidOperationException>(() => CheckpointWriter.Write(folder.Path, [], golden.Model)).Message);
    }

    [Fact]
    public void No_tensor_outlives_an_adapter()
    {
        using var golden = new LoraCase("bert");
        using var batch = golden.Batch();
        using (torch.NewDisposeScope()) golden.Model.Forward(batch);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var scope = torch.NewDisposeScope())
        {
            var adapter = golden.Load();
            golden.Model.train();
            golden.Model.Forward(batch);
            Assert.Equal(1, scope.DisposablesCount);
            adapter.Merge();
            adapter.Remove();
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static void LoadChanged(Action<JsonObject> change)
    {
        using var golden = new LoraCase("bert");
        using var folder = new TempFolder();
        var source = Path.Combine(golden.Folder, "adapter");
        var config = JsonFiles.ReadObject(Path.Combine(source, "adapter_config.json"));
        change(config);
        JsonFiles.WriteObject(folder["adapter_config.json"], config);
        File.Copy(Path.Combine(source, "adapter_model.safetensors"), folder["adapter_model.safetensors"]);
        golden.Load(folder.Path);
    }
}
