namespace Sctp.Sim;

/// <summary>How a side breaks the protocol on purpose.</summary>
public abstract record PeerBehavior
{
    /// <summary>Checks every value.</summary>
    /// <exception cref="System.ArgumentException">A value is outside its range.</exception>
    public abstract void Validate();
}
