using Sctp.Sim.Engine;

namespace Sctp.Sim.Associations;

/// <summary>
/// Takes from the stack of a node, after each input, everything that it has to say, until it is silent: packets for the network, events for the applications,
/// which then act and may give it more to say. Rare things may put that off.
/// </summary>
internal sealed class StackDrain
{
    /// <summary>More packets than this without an end of the talk are an endless loop.</summary>
    private const int MostPacketsAtOnce = 100_000;

    private readonly SctpNode _node;
    private readonly PacketOutlet _outlet;
    private readonly TraceHash _hash;

    /// <param name="node">The node.</param>
    /// <param name="outlet">Where its packets go.</param>
    /// <param name="hash">The hash of the run.</param>
    public StackDrain(SctpNode node, PacketOutlet outlet, TraceHash hash)
    {
        _node = node;
        _outlet = outlet;
        _hash = hash;
    }

    /// <summary>Whether the stack has had no time yet to say all that it has to say.</summary>
    public bool IsUnsettled { get; private set; }

    /// <summary>How often taking what the stack has to say was put off.</summary>
    public long Postponements { get; private set; }

    // It hears what the stack says of no association.
    private AssociationSide? FirstSide
    {
        get
        {
            foreach (AssociationSide? side in _node.Sides)
            {
                if (side is not null)
                {
                    return side;
                }
            }

            return null;
        }
    }

    /// <summary>What the stack had to say is lost with it.</summary>
    public void Forget() => IsUnsettled = false;

    /// <summary>Takes what the stack has to say.</summary>
    /// <param name="isArrival">Whether the input was a packet.</param>
    /// <returns>Whether the stack is silent now.</returns>
    public bool TrySettle(bool isArrival)
    {
        bool leavesEvents = false;
        if (_node.Buggify is { } buggify)
        {
            if (buggify.Postpones(isArrival, out Duration wait))
            {
                Postpone(wait);
                return false;
            }

            IsUnsettled = false;
            buggify.Disturb();
            leavesEvents = buggify.LeavesEvents();
        }

        int packets = 0;
        bool isActive = true;
        _outlet.OnInput();
        Instant now = _node.LocalNow;
        while (isActive)
        {
            isActive = false;
            while (_outlet.TrySend(now, out AssociationSide? side))
            {
                isActive = true;
                if (++packets > MostPacketsAtOnce)
                {
                    side?.Observers.Quiescence?.OnEndlessTransmission(side);
                    return false;
                }

                if (_node.Buggify is { StopsAfterPacket: true })
                {
                    Postpone(Duration.Zero);
                    return false;
                }
            }

            if (!leavesEvents)
            {
                _node.Buggify?.OnEventsTaken();
                isActive |= TakeEvents(now);
            }

            isActive |= LetApplicationsAct(now, isArrival);
        }

        return true;
    }

    private bool TakeEvents(Instant now)
    {
        bool isActive = false;
        while (_node.Stack.TryGetEvent(now, out int peer, out SctpEvent e))
        {
            isActive = true;
            _hash.Add(((ulong)e.Kind << 8) | (uint)_node.Host);
            if ((e.Association is null ? FirstSide : _node.Sides[peer]) is { } side)
            {
                side.IsTouched = true;
                side.Observers.OnAssociationEvent(side, e);
                side.Application.OnEvent(e);
            }
        }

        return isActive;
    }

    private bool LetApplicationsAct(Instant now, bool isArrival)
    {
        bool isActive = false;
        foreach (AssociationSide? side in _node.Sides)
        {
            if (side is null)
            {
                continue;
            }

            if (side.Application.WantsAnother)
            {
                _node.Life.BeginAnew(side);
                isActive = true;
            }

            // Not with a packet: what that changed must be seen to be its work.
            if (!isArrival && _node.Buggify?.Act(side) == true)
            {
                side.IsTouched = true;
                isActive = true;
            }

            if (side.Application.Act(now))
            {
                side.IsTouched = true;
                isActive = true;
            }
        }

        return isActive;
    }

    private void Postpone(Duration wait)
    {
        IsUnsettled = true;
        Postponements++;
        _node.Wake(_node.Now + wait);
    }
}
