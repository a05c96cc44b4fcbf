using System;

namespace Sctp.Sim.Associations.Oracles;

/// <summary>An oracle that judges what one input did to a side.</summary>
internal abstract class StepOracle : Oracle
{
    // Whatever arrives is taken in as it arrived; only who it was before a crash or a change of address is not known here, nor what a stack makes of chunks
    // and ports that were damaged unseen.
    public override Conditions Excludes =>
        Conditions.Crashes | Conditions.MisbehavingPeer | Conditions.SealedDamage | Conditions.AddressChange | Conditions.ForeignStack
        | Conditions.OnPathAttacker | Conditions.ChangedOptions | Conditions.BatchedInputs;

    /// <summary>The step, if it is one of an association that is up and runs.</summary>
    protected bool TryJudge(AssociationSide side, out SideStep step)
    {
        step = Set.StepOf(side);
        return step.StateBefore >= AssociationState.Established
            && side.Stack.State >= AssociationState.Established
            && !side.Application.IsEnded;
    }

    /// <summary>
    /// Whether the host had no buffer for the packet of a Fast Retransmit in this step: "how many of the earliest (i.e., lowest TSN) DATA chunks marked for
    /// retransmission will fit into a single packet" (section 7.2.4, step 3) - none did. That packet is owed as soon as there is room.
    /// </summary>
    protected static bool IsFastRetransmitPostponed(AssociationSide side, SideStep step)
    {
        uint tsn = step.Acknowledgement.LostTsn;
        return step.Acknowledgement.HasEnteredFastRecovery
            && step.Sender.Contains(tsn)
            && WirePacket.HeaderLength + step.Sender[tsn].Size > side.Node.SmallestBuffer;
    }

    /// <summary>Something that an oracle keeps for each path of each side.</summary>
    protected sealed class PathWatch<T>
        where T : struct
    {
        private readonly T[][] _values = [new T[8], new T[8]];

        public ref T this[AssociationSide side, int path]
        {
            get
            {
                if (path >= _values[side.Index].Length)
                {
                    Array.Resize(ref _values[side.Index], path + 8);
                }

                return ref _values[side.Index][path];
            }
        }
    }
}
