using System;
using Sctp.Sim.Associations;
using Sctp.Sim.Network;
using static System.FormattableString;

namespace Sctp.Sim;

/// <summary>The faults of paths and hosts in words: when, where and what.</summary>
internal static class FaultText
{
    public static string Describe(Fault fault) => When(fault) + ": " + What(fault);

    private static string When(Fault fault) => fault switch
    {
        ClockSkew or NatTimeout or PathChange => "from " + QuantityText.Moment(fault.At) + " on",
        _ when fault.End > fault.At => QuantityText.Moment(fault.At) + " to " + QuantityText.Moment(fault.End),
        _ => QuantityText.Moment(fault.At),
    };

    private static string What(Fault fault) => fault switch
    {
        PathOutage f => Invariant($"path {f.Path} is down, {Direction(f.ToServer, f.ToClient)}{Of(f.Association)}"),
        PathChange f => Invariant($"path {f.Path} is another, {Direction(f.ToServer, f.ToClient)}{Of(f.Association)}: {f.Options}"),
        HostPause f => Invariant($"{Host(f)} stands still{(f.LosesPackets ? " and loses packets" : "")}"),
        SlowHost f => Invariant($"{Host(f)} needs {QuantityText.Length(f.PerPacket)} for each packet"),
        LateTimers f => Invariant($"{Host(f)} looks at its timers every {QuantityText.Length(f.Granularity)}"),
        ClockSkew f => Invariant($"the clock of {Host(f)} is {Math.Abs((long)f.PartsPerMillion)} ppm {(f.PartsPerMillion < 0 ? "slow" : "fast")}"),
        HostCrash f => Invariant($"{Host(f)} is down after a crash{(f.Reconnects ? "" : ", and nobody reconnects")}"),
        CookieKeyRotation f => Invariant($"{Host(f)} takes a new cookie key"),
        StalledReader f => Invariant($"{Host(f)} reads nothing{Of(f)}"),
        NatRebinding f => Invariant($"the NAT before {Client(f.Association)} forgets path {f.Path}{(f.ChangesAddress ? ", and takes another address for it" : "")}"),
        NatTimeout f => Invariant($"the NAT before {Client(f.Association)} forgets path {f.Path} after {QuantityText.Length(f.Idle)} of silence"),
        UdpPortChange f => Invariant($"{Host(f.Side, f.Association)} changes its UDP port on path {f.Path}"),
        ForgedTooBig f => Invariant($"{Host(f)} hears of a packet too big for path {f.Path}{Of(f)}, MTU {f.Mtu}, quote {f.Quote}"),
        ForgedUnreachable f => Invariant($"{Host(f)} hears that the {Lower(f.Unreachable)} is unreachable on path {f.Path}{Of(f)}, quote {f.Quote}"),
        Injection f => Invariant($"{Host(f)} receives a forged packet on path {f.Path}{Of(f)}: {QuantityText.Bytes(f.Packet)}"),
        _ => throw new ArgumentException(fault.GetType().Name + " has no text.", nameof(fault)),
    };

    private static string Direction(bool toServer, bool toClient) => (toServer, toClient) switch
    {
        (true, true) => "both directions",
        (true, false) => "to the server",
        (false, true) => "to the client",
        _ => "no direction",
    };

    private static string Host(HostFault fault) => Host(fault.Side, fault.Association);

    private static string Host(Side side, int association) => HostNumbers.NameOf(HostNumbers.Of(side, association));

    private static string Client(int association) => Host(Side.Client, association);

    // Which of the associations that the server shares.
    private static string Of(HostFault fault) => fault.Side == Side.Server && fault.Association != 0 ? Of(fault.Association) : "";

    private static string Of(int? association) => association is { } number ? Invariant($", association {number}") : "";

    private static string Lower(ForgedUnreachableKind kind) => kind switch
    {
        ForgedUnreachableKind.Host => "host",
        ForgedUnreachableKind.Protocol => "protocol",
        _ => "port",
    };
}
