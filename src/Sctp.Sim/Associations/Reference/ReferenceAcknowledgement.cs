using System;

namespace Sctp.Sim.Associations;

/// <summary>What the acknowledgements of one packet brought to each path.</summary>
internal sealed class ReferenceAcknowledgement
{
    private PathCredit[] _paths = new PathCredit[8];

    /// <summary>Whether one counted: neither old nor about what was never sent.</summary>
    public bool IsProcessed { get; set; }

    /// <summary>How many acknowledgements the packet held.</summary>
    public int Count { get; set; }

    public bool HasAdvanced { get; set; }

    /// <summary>Whether a third miss indication began Fast Recovery.</summary>
    public bool HasEnteredFastRecovery { get; private set; }

    /// <summary>The lowest TSN that a third miss indication marked then, and the path it was sent to.</summary>
    public uint LostTsn { get; private set; }

    public int LostPath { get; private set; }

    public void Clear()
    {
        IsProcessed = false;
        Count = 0;
        HasAdvanced = false;
        HasEnteredFastRecovery = false;
        Array.Clear(_paths);
    }

    /// <summary>Bytes newly acknowledged that were last sent to a path.</summary>
    public int BytesOn(int path) => path < _paths.Length ? _paths[path].Bytes : 0;

    /// <summary>Whether a chunk last sent to a path got its third miss indication.</summary>
    public bool HasLossOn(int path) => path < _paths.Length && _paths[path].HasLoss;

    public void Credit(int path, int bytes) => At(path).Bytes += bytes;

    public void NoteLoss(int path) => At(path).HasLoss = true;

    public void EnterFastRecovery(uint tsn, int path)
    {
        HasEnteredFastRecovery = true;
        LostTsn = tsn;
        LostPath = path;
    }

    private ref PathCredit At(int path)
    {
        if (path >= _paths.Length)
        {
            Array.Resize(ref _paths, path + 8);
        }

        return ref _paths[path];
    }

    private struct PathCredit
    {
        public int Bytes;
        public bool HasLoss;
    }
}
