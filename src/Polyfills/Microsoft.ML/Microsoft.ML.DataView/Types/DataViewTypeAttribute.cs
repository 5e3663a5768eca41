namespace Microsoft.ML.Data;

/// <summary>Gives a member of a user's class a data view type of the user's own.</summary>
public abstract class DataViewTypeAttribute : Attribute, IEquatable<DataViewTypeAttribute>
{
    protected DataViewTypeAttribute()
    {
    }

    /// <summary>Makes the type known to the type manager.</summary>
    public abstract void Register();

    public abstract bool Equals(DataViewTypeAttribute other);
}
