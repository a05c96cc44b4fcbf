using Sctp.Sim.Associations;

namespace Sctp.Sim;

/// <summary>A fault of one host.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Association">The association whose client it is; of no meaning for the server, which all associations share.</param>
public abstract record HostFault(Duration At, Side Side, int Association = 0) : Fault(At)
{
    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        CheckAssociation(scenario, Association);
    }
}

/// <summary>A host stands still: no timer, no application; packets wait and come in one batch afterwards.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Length">How long.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Association">The association whose client it is.</param>
/// <param name="LosesPackets">Whether packets are lost instead of waiting.</param>
public sealed record HostPause(Duration At, Duration Length, Side Side, int Association = 0, bool LosesPackets = false) : HostFault(At, Side, Association)
{
    /// <inheritdoc/>
    public override Duration End => At + Length;

    internal override Conditions Conditions => Conditions.InexactTime;
}

/// <summary>A host needs some time for each packet that it receives; the others wait for their turn.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Length">How long it is slow.</param>
/// <param name="Side">The host's side.</param>
/// <param name="PerPacket">The time for each packet.</param>
/// <param name="Association">The association whose client it is.</param>
public sealed record SlowHost(Duration At, Duration Length, Side Side, Duration PerPacket, int Association = 0) : HostFault(At, Side, Association)
{
    /// <inheritdoc/>
    public override Duration End => At + Length;

    internal override Conditions Conditions => Conditions.InexactTime;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        Check(PerPacket >= Duration.Zero && PerPacket <= Duration.FromSeconds(1), "0 to 1 s for each packet");
    }
}

/// <summary>A host looks at its timers only at multiples of some time, as with a coarse timer wheel.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Length">How long.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Granularity">The time between two looks.</param>
/// <param name="Association">The association whose client it is.</param>
public sealed record LateTimers(Duration At, Duration Length, Side Side, Duration Granularity, int Association = 0) : HostFault(At, Side, Association)
{
    /// <inheritdoc/>
    public override Duration End => At + Length;

    internal override Conditions Conditions => Conditions.InexactTime;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        Check(Granularity > Duration.Zero && Granularity <= Duration.FromSeconds(10), "a granularity above 0 and up to 10 s");
    }
}

/// <summary>From some time on the clock of a host runs at another rate, to the end of the run.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Side">The host's side.</param>
/// <param name="PartsPerMillion">How much faster it runs, in millionths; negative for slower.</param>
/// <param name="Association">The association whose client it is.</param>
public sealed record ClockSkew(Duration At, Side Side, int PartsPerMillion, int Association = 0) : HostFault(At, Side, Association)
{
    internal override Conditions Conditions => Conditions.InexactTime;

    /// <inheritdoc/>
    public override void Validate(Scenario scenario)
    {
        base.Validate(scenario);
        Check(PartsPerMillion is >= -500_000 and <= 1_000_000, "half to twice the rate");
    }
}

/// <summary>
/// A host crashes and loses all it knew. Later it starts again with the same addresses and ports. Its peers find out by their timers or by what the new
/// host answers.
/// </summary>
/// <param name="At">When it crashes.</param>
/// <param name="DownFor">How long it is down.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Reconnects">Whether the client sets the association up again: the one that crashed, or the one that lost its server.</param>
/// <param name="Association">The association whose client it is.</param>
public sealed record HostCrash(Duration At, Duration DownFor, Side Side, bool Reconnects = true, int Association = 0) : HostFault(At, Side, Association)
{
    /// <inheritdoc/>
    public override Duration End => At + DownFor;

    internal override Conditions Conditions => Conditions.Crashes;
}

/// <summary>A host changes the secret key that it signs State Cookies with.</summary>
/// <param name="At">When.</param>
/// <param name="Side">The host's side.</param>
/// <param name="Association">The association whose client it is.</param>
public sealed record CookieKeyRotation(Duration At, Side Side, int Association = 0) : HostFault(At, Side, Association);

/// <summary>An application reads nothing for a while.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Length">How long.</param>
/// <param name="Side">The application's side.</param>
/// <param name="Association">The association whose application it is, of the server too.</param>
public sealed record StalledReader(Duration At, Duration Length, Side Side, int Association = 0) : HostFault(At, Side, Association)
{
    /// <inheritdoc/>
    public override Duration End => At + Length;
}
