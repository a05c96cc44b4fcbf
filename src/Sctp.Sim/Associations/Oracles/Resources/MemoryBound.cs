namespace Sctp.Sim.Associations.Oracles;

internal sealed class MemoryBound : Oracle
{
    public override string Id => "O-M1";

    public override string Name => "mem-bound";

    public override string Statement => "The memory of an endpoint stays within what its options allow.";

    public override string RfcSection => "6.2, 14.1";

    public override Conditions Excludes => Conditions.ForeignStack;

    public override Hooks Hooks => Hooks.AfterEvent;

    /// <summary>Blocks come in powers of two, so that at worst half of one is empty.</summary>
    private const int BlockOverhead = 2;

    /// <summary>The smallest block, which a message of one byte takes.</summary>
    private const int SmallestBlock = 64;

    /// <summary>What may come on top: a window probe, a message being read, the unpooled rest of a window.</summary>
    private const int Slack = 128 * 1024;

    public override void AfterEvent(AssociationSide side)
    {
        long bound = 0;
        foreach (AssociationSide? each in side.Node.Sides)
        {
            if (each is not null)
            {
                SctpOptions options = each.Options.Endpoint;
                long smallMessages = (long)(each.Application.Outbound.Plan.Count + each.Application.Inbound.Plan.Count) * SmallestBlock;
                bound += (((long)options.SendBufferSize + options.ReceiveBufferSize) * BlockOverhead) + smallMessages + Slack;
            }
        }

        if (side.Endpoint.PooledBytesInUse > bound)
        {
            Violate(side, $"{side.Endpoint.PooledBytesInUse} bytes are in use, {bound} are allowed");
        }
    }
}
