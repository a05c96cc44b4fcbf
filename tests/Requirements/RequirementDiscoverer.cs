using System.Collections.Generic;
using System.Linq;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Sctp.Requirements;

/// <summary>Tells the test runner of the ids of a <see cref="RequirementAttribute"/>: one trait for each.</summary>
public sealed class RequirementDiscoverer : ITraitDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) =>
        traitAttribute.GetConstructorArguments()
            .SelectMany(static argument => argument as IEnumerable<string> ?? [])
            .Select(static id => KeyValuePair.Create(RequirementAttribute.Trait, id));
}
