using System;
using Sctp.Wire;

namespace Sctp.Sim.Associations;

/// <summary>A message, or a part of one, as the application of a node got it.</summary>
internal readonly record struct ReceivedPart(SctpMessage Message, uint Id, int Offset)
{
    public bool IsEnd => Message.IsEndOfMessage;
}

/// <summary>The application of one node: it sends what its plan says, reads at its own pace and takes part in the end of the association.</summary>
internal sealed class Application
{
    /// <summary>How often a client tries again after a crash.</summary>
    private const int MostAttempts = 20;

    private readonly AssociationSide _side;
    private readonly WorkloadOptions _options;
    private readonly byte[] _payload = new byte[MessagePlan.MaxLength];
    private int _nextMessage;
    private int _sendAllowance;
    private int _readAllowance;
    private bool _isRefused;
    private bool _hasReadable;
    private bool _isStalled;
    private bool _readsRest;
    private Partial? _partial;
    private Instant _readNotBefore;
    private Instant _sendNotBefore;

    public Application(AssociationSide side, WorkloadOptions options, MessageLedger outbound, MessageLedger inbound, EndingAgreement agreement)
    {
        _side = side;
        Agreement = agreement;
        _options = options;
        Outbound = outbound;
        Inbound = inbound;
        _readAllowance = options.ReadInterval == Duration.Zero ? int.MaxValue : options.ReadBurst;
    }

    public MessageLedger Outbound { get; }

    public MessageLedger Inbound { get; }

    /// <summary>What the users of both sides have asked for.</summary>
    public EndingAgreement Agreement { get; }

    /// <summary>Whether the stack had no room for the next message.</summary>
    public bool IsBlocked { get; private set; }

    public bool IsUp { get; private set; }

    /// <summary>Whether the association ended, one way or the other.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether an association of this application ended by itself, even if another took its place.</summary>
    public bool HasLostOne { get; private set; }

    public LossReason LossReason { get; private set; }

    /// <summary>Whether it has ended and no other comes in its place.</summary>
    public bool IsOver => IsEnded && !WantsAnother;

    /// <summary>When the association, or the last one in its place, came up.</summary>
    public Instant UpSince { get; private set; }

    public bool HasEndingBegun { get; private set; }

    /// <summary>Whether the user gave up because nothing happened any more.</summary>
    public bool HasTimedOut { get; private set; }

    /// <summary>Whether the association was lost otherwise than by a user's wish, and this application wants another in its place.</summary>
    public bool WantsAnother { get; private set; }

    /// <summary>How many associations, in the place of lost ones, this application still wants.</summary>
    public int AssociationsToCome { get; set; }

    /// <summary>Whether the stack has nothing more to read as far as the application knows.</summary>
    public bool HasReadAll => !_hasReadable && !_side.Node.LeavesEvents;

    /// <summary>How often the user has sent or read: what changes with it is no effect of another input of the same event.</summary>
    public int ActionCount { get; private set; }

    /// <summary>Whether every message of the plan was handed to the stack, or the stack takes no more.</summary>
    public bool HasQueuedAll => _nextMessage >= Outbound.Plan.Count || _isRefused || IsEnded;

    /// <summary>Whether an event will come that lets it send.</summary>
    public bool IsSendTicking { get; set; }

    /// <summary>Whether an event will come that lets it read.</summary>
    public bool IsReadTicking { get; set; }

    /// <summary>The time from one burst of messages to the next; null where it sends whenever it can.</summary>
    public Duration? SendInterval => _options.SendInterval == Duration.Zero ? null : _options.SendInterval;

    /// <summary>The time from one burst of reading to the next; null where it reads whenever it can.</summary>
    public Duration? ReadInterval => _options.ReadInterval == Duration.Zero ? null : _options.ReadInterval;

    /// <summary>Whether it will act as soon as its host lets it, whatever that deals with next.</summary>
    public bool WantsToAct => WantsToSend || WantsToRead;

    private bool WantsToSend =>
        !IsBlocked && !HasQueuedAll && (IsUp || (_options.SendsBeforeEstablished && _side.HasConnected))
        && _side.Now >= _sendNotBefore && (SendInterval is null || _sendAllowance > 0);

    private bool WantsToRead => _hasReadable && _readAllowance > 0 && !_isStalled && _side.Now >= _readNotBefore;

    public void OnSendTick() => _sendAllowance = _options.SendBurst;

    public void OnReadTick() => _readAllowance = Math.Max(_readAllowance, _options.ReadBurst);

    /// <summary>From now on everything is read at once.</summary>
    public void OnHeal() => _readAllowance = int.MaxValue;

    /// <summary>Nothing is read for a while.</summary>
    public void Stall(bool isStalled) => _isStalled = isStalled;

    public void OnEvent(in SctpEvent e)
    {
        switch (e.Kind)
        {
            case SctpEventKind.CommunicationUp:
                IsUp = true;
                UpSince = _side.Now;
                break;
            case SctpEventKind.Restarted:
                // What was on its way to the host that crashed is lost with it, whether it had been acknowledged or not.
                Outbound.Excuse();
                if ((_side.Observers.Conditions & Conditions.Crashes) == 0)
                {
                    // The peer has taken a late ERROR for one about the cookie by which this side came up (5.2.6), and sends anew what went along with that.
                    Inbound.AllowAgain(mayBeUnread: true);
                }

                UpSince = _side.Now;
                IsBlocked = false;
                _isRefused = HasEndingBegun;
                break;
            case SctpEventKind.DataArrived:
                _hasReadable = true;
                break;
            case SctpEventKind.SendBufferDrained:
                IsBlocked = false;
                break;
            case SctpEventKind.ShutdownReceived:
                _isRefused = true;
                break;
            case SctpEventKind.SendFailed:
                Outbound.Fail((uint)e.Context);
                e.Message.Dispose();
                break;
            case SctpEventKind.ShutdownComplete:
                IsEnded = true;
                WantsAnother = false;
                Agreement.IsOneSideComplete = true;
                break;
            case SctpEventKind.CommunicationLost:
                IsEnded = true;
                HasLostOne = true;
                LossReason = e.LossReason;
                WantsAnother = AssociationsToCome > 0
                    && !Agreement.IsAbortAsked
                    && !(HasEndingBegun && _side.Index == (int)Side.Client)
                    && !_side.Peer.Application.IsOver;
                break;
        }
    }

    /// <summary>Sends and reads as much as may be now.</summary>
    /// <returns>Whether the stack was called with effect, so that it may have something to transmit.</returns>
    public bool Act(Instant now) => Send(now) | Read();

    public void BeginEnding(bool aborts, Instant now)
    {
        HasEndingBegun = true;
        _isRefused = true;
        if (aborts)
        {
            Agreement.IsAbortAsked = true;
            _side.Stack.Abort(now);
        }
        else
        {
            Agreement.IsShutdownAsked = true;
            _side.Stack.Shutdown(now);
        }
    }

    /// <summary>The user gives up: what is there is aborted.</summary>
    public void TimeOut(Instant now)
    {
        HasTimedOut = true;
        WantsAnother = false;
        AssociationsToCome = 0;
        Agreement.IsAbortAsked = true;
        IsEnded |= !IsUp && _side.Stack.State == AssociationState.Closed;
        _side.Stack.Abort(now);
    }

    /// <summary>No association comes any more: the peer's user has done with it.</summary>
    public void GiveUp()
    {
        IsEnded = true;
        WantsAnother = false;
    }

    /// <summary>Begins anew with another association; what was sent stays sent.</summary>
    public void BeginAnew()
    {
        AssociationsToCome--;
        Forget();
    }

    /// <summary>The own host crashed: the application begins anew, with the next of its messages.</summary>
    /// <param name="reconnects">Whether the client sets the association up again.</param>
    public void OnCrash(bool reconnects)
    {
        // What the host had taken, and what it had acknowledged, is lost with it.
        Outbound.Excuse();
        Inbound.Excuse();
        Application peer = _side.Peer.Application;
        if (!peer.IsUp)
        {
            Inbound.AllowAgain();
        }

        if (IsOver)
        {
            return;
        }

        bool isClient = _side.Index == (int)Side.Client;
        (isClient ? this : peer).AssociationsToCome = reconnects ? MostAttempts : 0;
        (isClient ? peer : this).AssociationsToCome = reconnects ? int.MaxValue : 0;
        Forget();
        if (peer.IsOver || (isClient && !reconnects))
        {
            GiveUp();
        }
    }

    /// <summary>Reads what is there without regard to its pace.</summary>
    public void ReadRest()
    {
        _readsRest = true;
        int allowance = _readAllowance;
        bool isStalled = _isStalled;
        _readAllowance = int.MaxValue;
        _isStalled = false;
        _readNotBefore = Instant.Epoch;
        _hasReadable = true;
        _ = Read();
        _readsRest = false;
        _readAllowance = allowance;
        _isStalled = isStalled;
    }

    private void Forget()
    {
        IsUp = false;
        IsEnded = false;
        WantsAnother = false;
        HasEndingBegun = false;
        LossReason = LossReason.None;
        IsBlocked = false;
        _isRefused = false;
        _hasReadable = false;
        _partial = null;
    }

    private bool Send(Instant now)
    {
        bool hasSent = false;
        while (WantsToSend)
        {
            PlannedMessage message = Outbound.Plan.At(_nextMessage);
            if (message.StreamId >= _side.Stack.Status.OutboundStreams)
            {
                _isRefused = true; // Fewer streams were negotiated than both sides ask for: somebody else spoke for the peer.
                return hasSent;
            }

            Span<byte> payload = _payload.AsSpan(0, message.Length);
            Outbound.Plan.Write(message, payload);
            var options = new SendOptions
            {
                StreamId = message.StreamId,
                Unordered = message.IsUnordered,
                PayloadProtocolId = (PayloadProtocolIdentifier)(MessagePlan.FirstIdentifier + message.Id),
                Context = message.Id,
            };
            ActionCount++;
            switch (_side.Stack.Send(payload, options, now))
            {
                case SendResult.Queued:
                    Outbound.Accept(message);
                    _nextMessage++;
                    _sendAllowance--;
                    hasSent = true;
                    if (_side.Node.Buggify?.PausesSending(out Duration wait) == true)
                    {
                        _sendNotBefore = Pause(wait);
                    }

                    break;
                case SendResult.BufferFull:
                    IsBlocked = true;
                    return true; // Also a call that fails is an opportunity to transmit (6.1 rule D).
                default:
                    _isRefused = true;
                    return true;
            }
        }

        return hasSent;
    }

    private bool Read()
    {
        bool hasRead = false;
        HostBuggify? buggify = _readsRest ? null : _side.Node.Buggify;
        if (_hasReadable && buggify?.ReadsLate(out Duration wait) == true)
        {
            _readNotBefore = Pause(wait);
        }
        else if (!_hasReadable && IsUp && !_side.Node.LeavesEvents && buggify is { ReadsEarly: true })
        {
            _hasReadable = true;
        }

        while (WantsToRead)
        {
            if (!_side.Stack.TryReceive(out SctpMessage message))
            {
                _hasReadable = false;
                break;
            }

            hasRead = true;
            ActionCount++;
            TakePart(message);
            message.Dispose();
            if (buggify?.ReadsOne(out wait) == true)
            {
                _readNotBefore = Pause(wait);
            }
        }

        if (_readAllowance != int.MaxValue && _hasReadable)
        {
            _readAllowance = 0;
        }

        return hasRead;
    }

    // Other inputs of the host find the application asleep; it wakes by itself when the time is over.
    private Instant Pause(Duration wait)
    {
        Instant end = _side.Now + wait;
        _side.Node.Wake(end);
        return end;
    }

    private void TakePart(in SctpMessage message)
    {
        // One message at a time comes in parts; whole messages may come between its parts. The TSN tells which is which; a message that a restart of the
        // peer cut off may have had the TSN of another one.
        uint id = (uint)message.PayloadProtocolId - MessagePlan.FirstIdentifier;
        bool isContinued = _partial is { } partial && partial.Tsn == message.Info.Tsn && partial.Id == id;
        int offset = isContinued ? _partial!.Value.Length : 0;
        _side.Observers.OnMessageReceived(_side, new ReceivedPart(message, id, offset));
        if (!message.IsEndOfMessage)
        {
            _partial = new Partial(message.Info.Tsn, id, offset + message.Length);
        }
        else if (isContinued)
        {
            _partial = null;
        }

        if (message.IsEndOfMessage)
        {
            if (_readAllowance != int.MaxValue)
            {
                _readAllowance--;
            }

            if (Inbound.IsAccepted(id))
            {
                Inbound.Deliver(Inbound.Plan[id]);
            }
        }
    }

    private readonly record struct Partial(Tsn Tsn, uint Id, int Length);
}
