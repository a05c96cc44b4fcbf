using System.Collections.Generic;

namespace Sctp.Sim.Associations;

/// <summary>What the wire tells of one side: its tags, and the reference sender and receiver that belong to them.</summary>
internal sealed class ShadowSide
{
    // By tag: one that was drawn again stands for what was said last. However many INITs come from strangers, a cookie may come back late.
    private readonly SortedDictionary<uint, SetupOffer> _sent = [];
    private readonly SortedDictionary<uint, SetupOffer> _received = [];
    private readonly SortedSet<uint> _withdrawn = [];

    public ShadowSide(ShadowSender sender, ShadowSender peer)
    {
        Sender = sender;
        Receiver = new ShadowReceiver(peer);
    }

    public ShadowSender Sender { get; }

    public ShadowReceiver Receiver { get; }

    /// <summary>The messages that are complete with what arrived.</summary>
    public ShadowDelivery Delivery { get; } = new();

    /// <summary>How many associations began here; 0 before the first.</summary>
    public int Incarnation { get; private set; }

    /// <summary>Whether the association that began last has not ended as far as the wire tells.</summary>
    public bool IsAlive { get; set; }

    /// <summary>The tag that this side expects.</summary>
    public uint Tag { get; private set; }

    /// <summary>The tag that this side sends.</summary>
    public uint PeerTag { get; private set; }

    /// <summary>What this side said of itself when the association was set up.</summary>
    public SetupOffer Offer { get; private set; }

    /// <summary>What its peer said.</summary>
    public SetupOffer PeerOffer { get; private set; }

    /// <summary>The tag of its INIT that was sent last.</summary>
    public uint InitTag { get; private set; }

    /// <summary>
    /// Whether its set-up began again with another tag because a cookie was stale (5.2.6), and the peer had come up by the tag before, or did so later:
    /// to such a peer it is a restart.
    /// </summary>
    public bool HasBegunAgain { get; private set; }

    /// <summary>
    /// Whether a cookie of another set-up of its peer took effect in the middle of the association (5.2.4, action B): from then on the two do not count the same TSNs, until
    /// one of them begins anew.
    /// </summary>
    public bool HasCrossedLate { get; private set; }

    public void OnOfferSent(in SetupOffer offer)
    {
        if (!offer.IsAck)
        {
            if (IsAlive && offer.Tag != Tag)
            {
                _withdrawn.Add(Tag);
            }

            InitTag = offer.Tag;
        }

        _sent[offer.Tag] = offer;
    }

    public void OnOfferReceived(in SetupOffer offer) => _received[offer.Tag] = offer;

    /// <summary>Looks whether the peer has come up by an offer that this side has taken back.</summary>
    public void CompareWith(ShadowSide peer) => HasBegunAgain |= _withdrawn.Contains(peer.PeerTag);

    /// <summary>The side uses these tags from now on. A tag it has used already goes on with the TSNs that belong to it.</summary>
    /// <param name="tag">The tag that it expects.</param>
    /// <param name="peerTag">The tag that it sends.</param>
    /// <param name="hasEnded">Whether its application has done with the association before.</param>
    /// <param name="isOpen">Whether it was beyond the set-up.</param>
    /// <param name="now">The time.</param>
    public void Begin(uint tag, uint peerTag, bool hasEnded, bool isOpen, Instant now)
    {
        bool isNew = hasEnded || !IsAlive;
        if (!isNew && tag == Tag && peerTag == PeerTag)
        {
            return;
        }

        if (!_sent.TryGetValue(tag, out SetupOffer own) || !_received.TryGetValue(peerTag, out SetupOffer peer))
        {
            return;
        }

        HasCrossedLate = !isNew && tag == Tag && (isOpen || HasCrossedLate);
        Incarnation++;
        IsAlive = true;
        if (isNew || tag != Tag)
        {
            Sender.Reset(own.InitialTsn);
        }

        if (isNew || peerTag != PeerTag)
        {
            Receiver.Reset(peer.InitialTsn);
            if (!hasEnded)
            {
                Delivery.OnReset(Incarnation);
            }
            Sender.SetPeerWindow(peer.Window, now);
        }

        Tag = tag;
        PeerTag = peerTag;
        Offer = own;
        PeerOffer = peer;
    }

    /// <summary>Asks the stack's counters whether what arrived last was kept.</summary>
    public void Resolve(AssociationSide side)
    {
        if (!Receiver.Resolve(side))
        {
            return;
        }

        if (Receiver.LastData.MayBeDropped)
        {
            Delivery.OnDropped();
        }
        else if (!side.Application.IsEnded)
        {
            // What arrives after the end belongs to an association that old packets set up, and that nobody reads.
            Delivery.OnArrived(side.Application.Inbound, Receiver.NewChunks);
        }
    }
}
