using System;
using System.Collections.Generic;
using System.IO;
using Sctp.Sim.Associations;
using Sctp.Sim.Engine;
using Sctp.Sim.Network;

namespace Sctp.Sim;

/// <summary>How a run is watched. Nothing of it changes what happens, except <see cref="Reseed"/>.</summary>
public sealed record SimulationOptions
{
    /// <summary>Where every packet and event is written as text; null for nowhere.</summary>
    public TextWriter? Trace { get; init; }

    /// <summary>Whether the invariants are checked, default true.</summary>
    public bool ChecksOracles { get; init; } = true;

    /// <summary>The ids of the oracles that judge, as in <c>O-D1</c>; empty for all.</summary>
    public IReadOnlyList<string> Oracles { get; init; } = [];

    /// <summary>Where events are kept to compare the run with another; null for nowhere.</summary>
    public EventRecord? Events { get; init; }

    /// <summary>Whether everything that chance decides is written down in <see cref="SimulationReport.Schedule"/>.</summary>
    public bool RecordsSchedule { get; init; }

    /// <summary>Whether the marks that the run comes by are collected in <see cref="SimulationReport.Marks"/>, default true.</summary>
    public bool CollectsMarks { get; init; } = true;

    /// <summary>Who else sees what becomes of every packet.</summary>
    public IReadOnlyList<INetworkObserver> NetworkObservers { get; init; } = [];

    /// <summary>Each makes an observer of packets for one run.</summary>
    internal IReadOnlyList<Func<EventLoop, INetworkObserver>> NetworkObserverFactories { get; init; } = [];

    /// <summary>Each makes an observer for one association of one run, which it is given the number of.</summary>
    internal IReadOnlyList<Func<EventLoop, int, Observer>> ObserverFactories { get; init; } = [];

    /// <summary>Another SCTP implementation in the place of one side; null for none.</summary>
    internal ForeignPeer? Foreign { get; init; }

    /// <summary>From what time on another seed decides about packets; null for never.</summary>
    public Reseed? Reseed { get; init; }

    /// <summary>Whether an oracle judges.</summary>
    internal bool Judges(string oracle)
    {
        bool judges = Oracles.Count == 0;
        for (int i = 0; i < Oracles.Count; i++)
        {
            judges |= Oracles[i] == oracle;
        }

        return judges;
    }

    /// <exception cref="ArgumentException">An oracle is named that does not exist.</exception>
    internal void Validate()
    {
        for (int i = 0; i < Oracles.Count; i++)
        {
            bool exists = false;
            foreach (OracleDescription oracle in OracleDescription.All)
            {
                exists |= oracle.Id == Oracles[i];
            }

            if (!exists)
            {
                throw new ArgumentException($"There is no oracle {Oracles[i]}.", nameof(Oracles));
            }
        }
    }
}
