using System;

namespace Sctp.Sim;

/// <summary>Something in JSON is no scenario. It never leaves the reader.</summary>
internal sealed class ScenarioJsonException : Exception
{
    public ScenarioJsonException(string path, string what)
        : base(path + ": " + what)
    {
    }
}
