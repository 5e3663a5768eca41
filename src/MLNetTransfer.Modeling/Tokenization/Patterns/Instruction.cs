using MLNetTransfer.Modeling.Tokenization.Unicode;

namespace MLNetTransfer.Modeling.Tokenization.Patterns;

/// <summary>What an instruction does.</summary>
internal enum Operation
{
    /// <summary>Ends with a match.</summary>
    Match,

    /// <summary>Takes a character of a set.</summary>
    Set,

    /// <summary>Takes as many characters of a set as there are and may be, and on failure behind it one less.</summary>
    SetRun,

    /// <summary>Goes on at one place, and on failure there at another.</summary>
    Fork,

    /// <summary>Goes on elsewhere.</summary>
    Jump,

    /// <summary>Takes the first match of inner instructions, for good.</summary>
    Atomic,

    /// <summary>Fails unless one of the inner programs matches ahead, or some characters back.</summary>
    Look,

    /// <summary>Fails where one of the inner programs does so.</summary>
    NotLook,

    /// <summary>Fails but at places of a kind.</summary>
    Anchor,
}

/// <summary>An instruction of a compiled pattern.</summary>
/// <param name="Operation">What it does.</param>
/// <param name="Characters">The set of characters.</param>
/// <param name="First">The place to go on at; of a run, its least number; of an anchor, its kind.</param>
/// <param name="Second">The place to go on at after a failure; of a run, its largest number.</param>
/// <param name="Inner">Inner instructions.</param>
/// <param name="Looks">Programs to try, and how many characters back from the place.</param>
internal readonly record struct Instruction(
    Operation Operation,
    CharacterSet? Characters = null,
    int First = 0,
    int Second = 0,
    Instruction[]? Inner = null,
    (int Back, Instruction[] Program)[]? Looks = null);
