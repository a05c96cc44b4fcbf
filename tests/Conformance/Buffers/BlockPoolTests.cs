using System.Collections.Generic;
using Sctp.Buffers;
using Sctp.Conformance.Support;
using Sctp.Wire.Forms;

namespace Sctp.Conformance.Buffers;

/// <summary>The memory of an endpoint is given back.</summary>
public class BlockPoolTests
{
    private const int Slab = 64 * 1024;

    [Fact]
    public void A_slab_is_let_go_when_none_of_its_blocks_is_rented()
    {
        var pool = new BlockPool();
        var rented = new List<Block>();
        for (int i = 0; i < 4 * (Slab / 1024); i++)
        {
            rented.Add(pool.Rent(1024));
        }

        // Of the first slab one block stays in use, of the others none.
        foreach (Block block in rented[1..])
        {
            pool.Return(block);
        }

        pool.Trim();
        Assert.Equal((1024, Slab - 1024), (pool.RentedBytes, pool.FreeBytes));
        Block again = pool.Rent(1024);
        Assert.Same(rented[0].Slab, again.Slab);
        Assert.NotEqual(rented[0].Offset, again.Offset);

        pool.Return(again);
        pool.Return(rented[0]);
        pool.Trim();
        Assert.Equal((0, 0), (pool.RentedBytes, pool.FreeBytes));
    }

    [Fact]
    public void The_last_packet_of_the_last_association_does_not_keep_the_pool()
    {
        Script script = Script.Accepted(new SctpOptions { SendBufferSize = 8 << 20 });
        Fill(script.Association, script.Now);
        script.Association.Abort(script.Now);
        Assert.True(Assert.Single(script.Flush()).Has<Abort>());
        Assert.InRange(script.Endpoint.Pool.FreeBytes, 0, 1 << 20);
        Assert.True(script.Endpoint.PooledBytesInUse > 4 << 20); // What was queued is handed back to the user.

        foreach (SctpEvent e in script.Events.FindAll(e => e.Kind == SctpEventKind.SendFailed))
        {
            e.Message.Dispose();
        }

        Assert.Equal(0, script.Endpoint.PooledBytesInUse);
        Assert.InRange(script.Endpoint.Pool.FreeBytes, 0, 1 << 20);
    }

    [Fact]
    public void What_one_of_two_associations_needed_is_given_back_when_another_ends()
    {
        Script script = Script.Accepted(new SctpOptions { SendBufferSize = 8 << 20 });
        SctpAssociation stays = script.Association;
        SctpAssociation ends = script.Endpoint.Connect(Script.Peer2, 6000, script.Now);
        SctpAssociation large = script.Endpoint.Connect(Script.Peer2, 6001, script.Now);
        Assert.Equal(SendResult.Queued, stays.Send(0, new byte[100], script.Now));
        Fill(large, script.Now);
        large.Abort(script.Now);
        script.Flush();
        foreach (SctpEvent e in script.Events.FindAll(e => e.Kind == SctpEventKind.SendFailed))
        {
            e.Message.Dispose();
        }

        Assert.True(script.Endpoint.Pool.FreeBytes > 4 << 20);
        ends.Abort(script.Now);
        Assert.InRange(script.Endpoint.Pool.FreeBytes, 0, 1 << 20);
        Assert.Equal(100, stays.BufferedBytes);
    }

    [Fact]
    public void Associations_that_come_and_go_one_at_a_time_use_the_same_slab()
    {
        Script script = Script.Accepted();
        script.Association.Abort(script.Now);
        script.Flush();
        Block before = script.Endpoint.Pool.Rent(100);
        script.Endpoint.Pool.Return(before);
        for (int i = 0; i < 3; i++)
        {
            script.Endpoint.Connect(Script.Peer2, 6000, script.Now).Abort(script.Now);
            script.Flush();
            Assert.Equal(0, script.Endpoint.AssociationCount);
            Block block = script.Endpoint.Pool.Rent(100);
            script.Endpoint.Pool.Return(block);
            Assert.Same(before.Slab, block.Slab);
        }
    }

    private static void Fill(SctpAssociation association, Instant now)
    {
        for (int i = 0; i < 30; i++)
        {
            Assert.Equal(SendResult.Queued, association.Send(0, new byte[200_000], now));
        }
    }
}
