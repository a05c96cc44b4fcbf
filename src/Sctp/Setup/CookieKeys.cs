using System;
using System.Security.Cryptography;

namespace Sctp.Setup;

/// <summary>
/// The secret keys of the State Cookie's MAC (RFC 9260 section 5.1.3). The current key makes and checks cookies; the one before it still checks them for
/// one more lifetime. Each key has a number that its cookies carry in clear (9260-5.1.3-06). The keys are changed when they are next used after their
/// lifetime, so an idle endpoint holds no timer for them.
/// </summary>
internal sealed class CookieKeys
{
    /// <summary>Bytes of a key: as many as the output of the hash (RFC 2104 section 3).</summary>
    public const int KeyLength = 32;

    private readonly IEntropy _entropy;
    private readonly Duration _lifetime;
    private readonly byte[] _current = new byte[KeyLength];
    private readonly byte[] _previous = new byte[KeyLength];
    private byte _currentId;
    private Instant _currentSince;
    private Instant _previousUntil;
    private bool _hasCurrent;
    private bool _hasPrevious;

    public CookieKeys(IEntropy entropy, Duration lifetime)
    {
        _entropy = entropy;
        _lifetime = lifetime;
    }

    /// <summary>How often a key was handed out, each time to compute one MAC.</summary>
    public long MacCount { get; private set; }

    /// <summary>The key that makes cookies at <paramref name="now"/>, and its number.</summary>
    public ReadOnlySpan<byte> Current(Instant now, out byte id)
    {
        RotateWhenDue(now);
        MacCount++;
        id = _currentId;
        return _current;
    }

    /// <summary>The key of a number that a cookie carries; false when it is no longer (or was never) kept.</summary>
    public bool TryGet(byte id, Instant now, out ReadOnlySpan<byte> key)
    {
        RotateWhenDue(now);
        if (id == _currentId)
        {
            MacCount++;
            key = _current;
            return true;
        }

        if (_hasPrevious && id == unchecked((byte)(_currentId - 1)))
        {
            MacCount++;
            key = _previous;
            return true;
        }

        key = default;
        return false;
    }

    /// <summary>Makes a new current key at once. The key before the one it replaces is forgotten.</summary>
    public void Rotate(Instant now)
    {
        RotateWhenDue(now);
        Replace(now, now + _lifetime);
    }

    private void RotateWhenDue(Instant now)
    {
        if (!_hasCurrent)
        {
            _entropy.Fill(EntropyUse.CookieKey, _current); // 9260-5.1.3-04
            _currentSince = now;
            _hasCurrent = true;
            return;
        }

        Instant due = _currentSince + _lifetime;
        if (now >= due)
        {
            // The key made no cookie after it was due, so the time it is honoured for runs from then. 9260-5.1.3-05
            Replace(now, due + _lifetime);
        }

        if (_hasPrevious && now >= _previousUntil)
        {
            CryptographicOperations.ZeroMemory(_previous);
            _hasPrevious = false;
        }
    }

    private void Replace(Instant now, Instant previousUntil)
    {
        _current.CopyTo(_previous, 0);
        _previousUntil = previousUntil;
        _hasPrevious = true;
        _entropy.Fill(EntropyUse.CookieKey, _current);
        _currentId = unchecked((byte)(_currentId + 1));
        _currentSince = now;
    }
}
