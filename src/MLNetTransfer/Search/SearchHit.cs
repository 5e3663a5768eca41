namespace MLNetTransfer.Search;

/// <summary>A row that a search found.</summary>
/// <param name="Row">Its number, counted from 0 in the order of the view that the index was made of.</param>
/// <param name="Similarity">The cosine of the angle to the query: 1 where they point the same way, 0 where they have nothing in common.</param>
/// <param name="Text">What the row's text column holds; empty where the index was made without one.</param>
public readonly record struct SearchHit(int Row, float Similarity, string Text);
