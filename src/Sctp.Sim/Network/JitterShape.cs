namespace Sctp.Sim.Network;

/// <summary>How the variable part of a delay is distributed.</summary>
public enum JitterShape
{
    /// <summary>Evenly from zero to <see cref="LinkOptions.Jitter"/>.</summary>
    Uniform,

    /// <summary>With <see cref="LinkOptions.Jitter"/> as the mean and an exponential tail.</summary>
    Exponential,

    /// <summary>Zero, or <see cref="LinkOptions.Jitter"/> with the probability <see cref="LinkOptions.SlowPerMillion"/>, as on a radio link that sends again.</summary>
    Bimodal,

    /// <summary>The values of <see cref="LinkOptions.JitterTrace"/> by turns, one for each packet.</summary>
    Trace,
}
