namespace Sctp.Scripts.Language;

/// <summary>A place in a script.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct TextPosition(int Line, int Column);
