using System;
using Sctp.Sim.Associations;

namespace Sctp.Sim;

/// <summary>What a forged ICMP message quotes.</summary>
public enum IcmpQuote
{
    /// <summary>The last packet that the host sent on the path: right addresses, ports and tag.</summary>
    Genuine,

    /// <summary>As <see cref="Genuine"/>, but with another tag.</summary>
    WrongTag,

    /// <summary>A packet of an association that does not exist.</summary>
    UnknownAssociation,

    /// <summary>As <see cref="Genuine"/>, but only ports and half the tag.</summary>
    Truncated,
}

/// <summary>Which destination is said to be unreachable.</summary>
public enum ForgedUnreachableKind
{
    /// <summary>The host.</summary>
    Host,

    /// <summary>The protocol.</summary>
    Protocol,

    /// <summary>The port.</summary>
    Port,
}

/// <summary>A host receives an ICMP message that a packet was too big, which nobody's router sent.</summary>
/// <param name="At">When.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Path">The path that the quoted packet went.</param>
/// <param name="Mtu">The MTU it tells, which may be absurd.</param>
/// <param name="Quote">What it quotes.</param>
/// <param name="Association">The association.</param>
public sealed record ForgedTooBig(Duration At, Side Side, int Path, int Mtu, IcmpQuote Quote, int Association = 0) : HostFault(At, Side, Association)
{
    internal override Conditions Conditions => Conditions.ForgedIcmp;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckPath(scenario, Path);
        Check(Mtu is >= 0 and <= 65_535, "an MTU of 16 bits");
    }
}

/// <summary>A host receives an ICMP message that a destination is unreachable, which is not true.</summary>
/// <param name="At">When.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Path">The path that the quoted packet went.</param>
/// <param name="Unreachable">What is said to be unreachable.</param>
/// <param name="Quote">What it quotes.</param>
/// <param name="Association">The association.</param>
public sealed record ForgedUnreachable(Duration At, Side Side, int Path, ForgedUnreachableKind Unreachable, IcmpQuote Quote, int Association = 0) : HostFault(At, Side, Association)
{
    // RFC 9260 section 10, ICMP8: Protocol Unreachable with the right tag ends the association.
    internal override Conditions Conditions => Conditions.ForgedIcmp
        | (Unreachable == ForgedUnreachableKind.Protocol && Quote == IcmpQuote.Genuine ? Conditions.Mortal : Conditions.None);

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckPath(scenario, Path);
    }
}

/// <summary>Somebody sends a packet to a host as if it came from the peer.</summary>
/// <param name="At">When it arrives.</param>
/// <param name="Side">The side of the host that receives it.</param>
/// <param name="Path">The path it seems to come by.</param>
/// <param name="Packet">Its bytes in hexadecimal digits, from the SCTP common header on.</param>
/// <param name="Association">The association.</param>
public sealed record Injection(Duration At, Side Side, int Path, string Packet, int Association = 0) : HostFault(At, Side, Association)
{
    internal override Conditions Conditions => Conditions.Attacker;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(Packet);
        base.Validate(scenario);
        CheckPath(scenario, Path);
        bool isHex = Packet.Length % 2 == 0 && Packet.Length <= 2 * 65_535;
        foreach (char digit in Packet)
        {
            isHex &= char.IsAsciiHexDigit(digit);
        }

        Check(isHex, "the packet is no row of hexadecimal bytes");
    }
}
