using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polyfills.MicrosoftML.Tests.Models;

public class ChainTests
{
    private static readonly MLContext _context = new(1);

    private static IDataView View => _context.Data.LoadFromEnumerable([new Number { A = 1 }, new Number { A = 2 }]);

    [Fact]
    public void Each_transformer_works_on_what_the_one_before_it_gave()
    {
        var model = new DoublerEstimator("B", "A", 2).Append(new DoublerEstimator("C", "B", 10)).Fit(View);
        Assert.Equal([20, 40], model.Transform(View).GetColumn<float>("C"));
        Assert.Equal(["A", "Text", "B", "C"], model.GetOutputSchema(View.Schema).Select(c => c.Name));
        Assert.Equal(2, model.Count());
        Assert.IsType<Doubler>(model.LastTransformer);
    }

    [Fact]
    public void A_missing_column_is_found_before_anything_is_fitted()
    {
        var first = new DoublerEstimator("B", "A", 2);
        Goldens.AssertError("Chain whose second estimator lacks its column, Fit", () => first.Append(new DoublerEstimator("C", "Gone", 2)).Fit(View));
        Assert.Equal(0, first.Fits);
    }

    [Fact]
    public void Scopes_select_transformers()
    {
        var chain = new EstimatorChain<ITransformer>().Append(new DoublerEstimator("B", "A", 2), TransformerScope.TrainTest).Append(new DoublerEstimator("C", "A", 2));
        var model = chain.Fit(View);
        Assert.Equal(["A", "Text", "C"], model.GetModelFor(TransformerScope.Scoring).GetOutputSchema(View.Schema).Select(c => c.Name));
        Assert.Equal(4, model.GetOutputSchema(View.Schema, TransformerScope.Training).Count);
        Assert.Equal(3, model.Transform(View, TransformerScope.Scoring).Schema.Count);
    }

    [Fact]
    public void A_fitted_transformer_inside_a_chain_can_be_caught()
    {
        Doubler? caught = null;
        var model = new DoublerEstimator("B", "A", 2).WithOnFitDelegate(t => caught = t).Append(new DoublerEstimator("C", "B", 2)).Fit(View);
        Assert.Same(model.First(), caught);
        model.Dispose();
        Assert.True(caught!.IsDisposed);
    }

    [Fact]
    public void Behind_a_cache_checkpoint_rows_are_read_once()
    {
        var reads = 0;
        IEnumerable<Number> Rows()
        {
            reads++;
            yield return new Number { A = 3 };
        }
        float[] Fit(bool cache)
        {
            var start = new EstimatorChain<ITransformer>().Append(new DoublerEstimator("B", "A", 2));
            return [.. (cache ? start.AppendCacheCheckpoint(_context) : start).Append(new Reader("B")).Append(new DoublerEstimator("C", "B", 2)).Fit(_context.Data.LoadFromEnumerable(Rows())).OfType<Reader>().Single().Seen];
        }
        Assert.Equal([6, 6], Fit(cache: false));
        Assert.Equal(2, reads);
        reads = 0;
        Assert.Equal([6, 6], Fit(cache: true));
        Assert.Equal(1, reads);
    }

    [Fact]
    public void Empty_chains_change_nothing()
    {
        var model = new EstimatorChain<ITransformer>().Fit(View);
        Assert.Equal(View.Schema.Count, model.Transform(View).Schema.Count);
        Assert.Null(model.LastTransformer);
        Assert.Throws<InvalidOperationException>(() => new TransformerChain<TransformerChain<ITransformer>>(new Doubler("B", "A", 1)));
    }

    /// <summary>Reads its column twice when it is fitted.</summary>
    private sealed class Reader(string column) : IEstimator<Reader>, ITransformer
    {
        public List<float> Seen { get; } = [];

        public bool IsRowToRowMapper => false;

        public Reader Fit(IDataView input)
        {
            for (var pass = 0; pass < 2; pass++)
                Seen.AddRange(input.GetColumn<float>(column));
            return this;
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public IDataView Transform(IDataView input) => input;

        public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public void Save(ModelSaveContext ctx) => throw new NotSupportedException();
    }
}
