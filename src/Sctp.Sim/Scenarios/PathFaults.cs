using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>A path carries nothing for a while.</summary>
/// <param name="At">When it fails.</param>
/// <param name="Length">How long.</param>
/// <param name="Path">The path.</param>
/// <param name="ToServer">Whether packets to the server are lost.</param>
/// <param name="ToClient">Whether packets to the client are lost.</param>
/// <param name="Association">The association whose client it concerns; null for all.</param>
public sealed record PathOutage(Duration At, Duration Length, int Path, bool ToServer = true, bool ToClient = true, int? Association = null) : Fault(At)
{
    /// <inheritdoc/>
    public override Duration End => At + Length;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckPath(scenario, Path);
        CheckAssociation(scenario, Association);
    }
}

/// <summary>A path becomes another: from now on it has other options, until the faults stop.</summary>
/// <param name="At">When.</param>
/// <param name="Path">The path.</param>
/// <param name="Options">What it does from then on.</param>
/// <param name="ToServer">Whether the direction to the server changes.</param>
/// <param name="ToClient">Whether the direction to the client changes.</param>
/// <param name="Association">The association whose client it concerns; null for all.</param>
public sealed record PathChange(Duration At, int Path, LinkOptions Options, bool ToServer = true, bool ToClient = true, int? Association = null) : Fault(At)
{
    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckPath(scenario, Path);
        CheckAssociation(scenario, Association);
        ArgumentNullException.ThrowIfNull(Options);
        Options.Validate();
    }
}

/// <summary>
/// The NAT before a client forgets the mapping of a path: packets to the client are lost until the client sends again, and then come from another UDP port.
/// </summary>
/// <param name="At">When.</param>
/// <param name="Path">The path.</param>
/// <param name="ChangesAddress">Whether the new mapping has another address too, which no peer can tell from a stranger's.</param>
/// <param name="Association">The association whose client it concerns.</param>
public sealed record NatRebinding(Duration At, int Path, bool ChangesAddress = false, int Association = 0) : Fault(At)
{
    internal override Conditions Conditions => Conditions.AddressChange | (ChangesAddress ? Conditions.Mortal : Conditions.None);

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckPath(scenario, Path);
        CheckAssociation(scenario, Association);
        Check(scenario.UdpEncapsulation, $"it needs {nameof(Scenario.UdpEncapsulation)}");
    }
}

/// <summary>The NAT before a client forgets the mapping of a path whenever the client has sent nothing for some time.</summary>
/// <param name="At">From when on; it ends when the faults stop.</param>
/// <param name="Path">The path.</param>
/// <param name="Idle">The longest silence that a mapping survives.</param>
/// <param name="Association">The association whose client it concerns.</param>
public sealed record NatTimeout(Duration At, int Path, Duration Idle, int Association = 0) : Fault(At)
{
    internal override Conditions Conditions => Conditions.AddressChange;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckPath(scenario, Path);
        CheckAssociation(scenario, Association);
        Check(Idle > Duration.Zero, "the silence must last");
        Check(scenario.UdpEncapsulation, $"it needs {nameof(Scenario.UdpEncapsulation)}");
    }
}

/// <summary>A host begins to send and receive at another UDP port on one of its addresses; what still goes to the old one is lost.</summary>
/// <param name="At">When.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Path">The path.</param>
/// <param name="Association">The association whose client it is; of no meaning for the server.</param>
public sealed record UdpPortChange(Duration At, Side Side, int Path, int Association = 0) : Fault(At)
{
    internal override Conditions Conditions => Conditions.AddressChange;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckPath(scenario, Path);
        CheckAssociation(scenario, Association);
        Check(scenario.UdpEncapsulation, $"it needs {nameof(Scenario.UdpEncapsulation)}");
    }
}
