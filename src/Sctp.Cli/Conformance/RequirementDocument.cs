using System.Collections.Generic;

namespace Sctp.Cli.Conformance;

/// <summary>A document and its rows.</summary>
/// <param name="Prefix">What its ids begin with.</param>
/// <param name="Name">For example <c>RFC 9260</c>.</param>
/// <param name="Title">What it is about.</param>
/// <param name="IsBuilt">Whether the stack claims it: only then is a row without a test open.</param>
/// <param name="Rows">Its rows, in the order of the document.</param>
internal sealed record RequirementDocument(string Prefix, string Name, string Title, bool IsBuilt, IReadOnlyList<RequirementRow> Rows);
