using System;
using System.Text.Json.Serialization;
using Sctp.Sim.Associations;

namespace Sctp.Sim;

/// <summary>Something that befalls a path, a host or an association at some time, planned in the scenario.</summary>
/// <param name="At">When it begins, from the start of the run.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PathOutage), "pathOutage")]
[JsonDerivedType(typeof(PathChange), "pathChange")]
[JsonDerivedType(typeof(HostPause), "hostPause")]
[JsonDerivedType(typeof(SlowHost), "slowHost")]
[JsonDerivedType(typeof(LateTimers), "lateTimers")]
[JsonDerivedType(typeof(ClockSkew), "clockSkew")]
[JsonDerivedType(typeof(HostCrash), "hostCrash")]
[JsonDerivedType(typeof(CookieKeyRotation), "cookieKeyRotation")]
[JsonDerivedType(typeof(StalledReader), "stalledReader")]
[JsonDerivedType(typeof(NatRebinding), "natRebinding")]
[JsonDerivedType(typeof(NatTimeout), "natTimeout")]
[JsonDerivedType(typeof(UdpPortChange), "udpPortChange")]
[JsonDerivedType(typeof(ForgedTooBig), "forgedTooBig")]
[JsonDerivedType(typeof(ForgedUnreachable), "forgedUnreachable")]
[JsonDerivedType(typeof(Injection), "injection")]
public abstract record Fault(Duration At)
{
    /// <summary>When it is over; <see cref="At"/> for what happens at once. It must not be after <see cref="Scenario.HealAfter"/>.</summary>
    [JsonIgnore]
    public virtual Duration End => At;

    /// <summary>When, where and what, as reports tell it.</summary>
    public sealed override string ToString() => FaultText.Describe(this);

    internal virtual Conditions Conditions => Conditions.None;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is outside its range or does not fit the scenario.</exception>
    public virtual void Validate(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        Check(At >= Duration.Zero && End >= At && End <= scenario.HealAfter, $"it does not lie between the start and {nameof(Scenario.HealAfter)} ({scenario.HealAfter})");
    }

    private protected void CheckPath(Scenario scenario, int path) => Check(path >= 0 && path < scenario.Paths.Count, "there is no such path");

    private protected void CheckAssociation(Scenario scenario, int? association) =>
        Check(association is null or >= 0 && (association ?? 0) < scenario.Associations, "there is no such association");

    private protected void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new ArgumentException($"{this}: {what}.");
        }
    }
}
