namespace MLNetTransfer.DataViews;

/// <summary>The texts of one row; the second is there where a task reads pairs.</summary>
internal readonly record struct TextRow(string Text, string? SecondText);
