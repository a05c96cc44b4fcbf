namespace Sctp.Cli.Conformance;

/// <summary>A place that names a requirement.</summary>
/// <param name="Id">The id as it stands there.</param>
/// <param name="Where">A test (<c>Namespace.Class.Method</c>, or a class), a packet script, or <c>file:line</c>.</param>
internal readonly record struct Citation(string Id, string Where);
