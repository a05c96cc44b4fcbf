using System;
using Xunit.Sdk;

namespace Sctp.Requirements;

/// <summary>
/// Names the requirements that a test shows, by their ids in <c>tests/Conformance/requirements</c>. To the test runner each id is a
/// trait <c>Requirement</c>, so <c>dotnet test --filter Requirement=9260-6.2-25</c> runs what shows that row.
/// </summary>
/// <param name="ids">The ids, for example <c>9260-6.2-25</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
[TraitDiscoverer("Sctp.Requirements.RequirementDiscoverer", "Sctp.Requirements")]
public sealed class RequirementAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    /// <summary>The name of the trait.</summary>
    public const string Trait = "Requirement";

    /// <summary>The ids.</summary>
    public string[] Ids { get; } = ids;
}
