using System;
using System.Collections.Generic;
using Sctp.Sim.Associations.Oracles;
using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>All oracles of a run, and what they found.</summary>
internal sealed class OracleSet
{
    private readonly EventLoop _loop;
    private readonly Oracle[] _oracles;
    private readonly List<Violation> _violations = [];

    public OracleSet(EventLoop loop, bool areEnabled)
    {
        _loop = loop;
        Quiescence = new Quiescence();
        Liveness = new Liveness();
        ClosingLiveness = new ClosingLiveness();
        Oracle[] all =
        [
            new ExactlyOnce(),
            new IntactContent(),
            new StreamOrder(),
            new NoGhost(),
            new DataAfterEstablishment(),
            new FailureReport(),
            new LegalEnd(),
            new Checksum(),
            new PacketSize(),
            new DenseTsn(),
            new MonotoneCumulativeTsn(),
            new GapBlockForm(),
            new CongestionWindow(),
            new ExactOutstanding(),
            new RtoBounds(),
            new T3Armed(),
            new MemoryBound(),
            new NothingLeft(),
            Quiescence,
            Liveness,
            ClosingLiveness,
        ];
        _oracles = areEnabled ? all : [];
        foreach (Oracle oracle in all)
        {
            oracle.JoinSet(this);
        }
    }

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>Where events and violations are written as text; null for nowhere.</summary>
    public TextTrace? Trace { get; set; }

    public Quiescence Quiescence { get; }

    public Liveness Liveness { get; }

    public ClosingLiveness ClosingLiveness { get; }

    public void Report(Oracle oracle, SctpNode? node, string detail)
    {
        var violation = new Violation(oracle.Id, oracle.Name, oracle.Statement, oracle.RfcSection, _loop.Now, node?.Name ?? "network", detail);
        _violations.Add(violation);
        Trace?.OnViolation(violation);
    }

    public void OnPacketSent(SctpNode node, ReadOnlySpan<byte> packet, in Transmit transmit)
    {
        foreach (Oracle oracle in _oracles)
        {
            oracle.OnPacketSent(node, packet, transmit);
        }
    }

    public void OnPacketReceived(SctpNode node, ReadOnlySpan<byte> packet)
    {
        foreach (Oracle oracle in _oracles)
        {
            oracle.OnPacketReceived(node, packet);
        }
    }

    public void OnReceived(SctpNode node, in ReceivedPart part)
    {
        foreach (Oracle oracle in _oracles)
        {
            oracle.OnReceived(node, part);
        }
    }

    public void OnAssociationEvent(SctpNode node, in SctpEvent e)
    {
        Trace?.OnEvent(node, e);
        foreach (Oracle oracle in _oracles)
        {
            oracle.OnAssociationEvent(node, e);
        }
    }

    public void AfterEvent(SctpNode node)
    {
        foreach (Oracle oracle in _oracles)
        {
            oracle.AfterEvent(node);
        }
    }

    public void AtEnd(SctpNode node)
    {
        foreach (Oracle oracle in _oracles)
        {
            oracle.AtEnd(node);
        }
    }
}
