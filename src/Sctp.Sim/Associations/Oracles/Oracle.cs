namespace Sctp.Sim.Associations.Oracles;

/// <summary>How sharp an oracle is.</summary>
internal enum OracleStrength
{
    /// <summary>It says exactly when its invariant does not hold.</summary>
    Exact,

    /// <summary>It allows some slack where it cannot know what the stack knew; what it reports is a violation.</summary>
    Bounded,

    /// <summary>It judges many runs together.</summary>
    Statistical,
}

/// <summary>One invariant. It says when the invariant does not hold.</summary>
internal abstract class Oracle : Observer
{
    /// <summary>The short name that reports and tests use.</summary>
    public abstract string Id { get; }

    public abstract string Name { get; }

    /// <summary>The invariant as a sentence.</summary>
    public abstract string Statement { get; }

    /// <summary>The section of RFC 9260 it comes from, or the RFC with its section.</summary>
    public abstract string RfcSection { get; }

    public virtual OracleStrength Strength => OracleStrength.Exact;

    /// <summary>The conditions under which this oracle cannot judge; it is silent in scenarios that have one of them.</summary>
    public virtual Conditions Excludes => Conditions.Crashes | Conditions.Mortal | Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.OnPathAttacker;

    /// <summary>All conditions under which this oracle is silent: what it excludes, and hosts that hand over several inputs at once where it ties an output to one input.</summary>
    public Conditions SilentUnder => TiesOutputsToInputs ? Excludes | Conditions.BatchedInputs : Excludes;

    /// <summary>Whether another SCTP implementation is judged as well; where it is not, the own side still is.</summary>
    public bool JudgesForeignStacks => (SilentUnder & Conditions.ForeignStack) == 0;

    /// <summary>Whether this oracle has something to say in a scenario under these conditions.</summary>
    public bool JudgesUnder(Conditions conditions) => (SilentUnder & conditions & ~Conditions.ForeignStack) == 0;

    /// <summary>Whether the oracle takes what a stack does for the effect of the last input: so do those of the set-up, of acknowledgements, congestion, timers and attacks.</summary>
    protected virtual bool TiesOutputsToInputs => Id[2] is 'S' or 'A' or 'C' or 'T' or 'X';

    protected void Violate(AssociationSide? side, string detail)
    {
        // For a peer that came up by the cookie before, a set-up that begins again is a restart; and so is a cookie of another set-up in the middle of an association.
        if ((Excludes & Conditions.Crashes) != 0 && (IsLikeRestart(Set.Shadow[0]) || IsLikeRestart(Set.Shadow[1])))
        {
            return;
        }

        if (side is null || (side.IsHonest && (!side.IsForeign || JudgesForeignStacks)))
        {
            Set.Report(this, side, detail);
        }
    }

    private static bool IsLikeRestart(ShadowSide shadow) => shadow.HasBegunAgain || shadow.HasCrossedLate;
}
