using System;
using System.Buffers.Binary;

namespace Sctp.Sim.Associations.Oracles;

internal sealed class UnknownParameter : Oracle
{
    private const ushort Reported = 8;
    private const int MostBytes = 4_096;

    private readonly byte[][] _due = [new byte[MostBytes], new byte[MostBytes]];
    private readonly int[] _dueLength = new int[2];
    private readonly bool[] _isSet = new bool[2];
    private readonly uint[] _tags = new uint[2];

    public override string Id => "O-W13";

    public override string Name => "unknown-param";

    public override string Statement => "INIT ACK reports exactly those unknown parameters of the INIT whose second highest bit asks for it, up to the first whose highest bit ends the chunk.";

    public override string RfcSection => "3.2.1, 3.2.2";

    public override OracleStrength Strength => OracleStrength.Bounded;

    public override Hooks Hooks => Hooks.PacketReceived | Hooks.PacketSent | Hooks.AfterEvent;

    public override ulong SentTypes => 1UL << WireChunk.InitAck;

    public override Conditions Excludes => Conditions.None;

    public override void OnPacketReceived(AssociationSide side, WirePacket packet)
    {
        _isSet[side.Index] = false;
        if (packet.ChunkCount != 1 || packet.Chunks[0].Type != WireChunk.Init || packet.Chunks[0].Length < WireInit.FixedLength)
        {
            return;
        }

        WireInit init = packet.Init(packet.Chunks[0]);
        _tags[side.Index] = init.InitiateTag;
        _dueLength[side.Index] = CollectDue(init.Parameters, _due[side.Index]);
        _isSet[side.Index] = _dueLength[side.Index] >= 0;
    }

    public override void OnPacketSent(AssociationSide side, WirePacket packet)
    {
        if (!_isSet[side.Index] || packet.ChunkCount == 0 || packet.Chunks[0].Type != WireChunk.InitAck || packet.Chunks[0].Length < WireInit.FixedLength)
        {
            return;
        }

        if (packet.VerificationTag != _tags[side.Index])
        {
            return; // It answers another INIT that came at the same time.
        }

        // Some may be left out so that the answer stays small (12.4), but those that are there come in their order.
        ReadOnlySpan<byte> due = _due[side.Index].AsSpan(0, _dueLength[side.Index]);
        ReadOnlySpan<byte> parameters = packet.Init(packet.Chunks[0]).Parameters;
        int reports = 0;
        while (TryTake(ref parameters, out ReadOnlySpan<byte> parameter))
        {
            if (TypeOf(parameter) != Reported)
            {
                continue;
            }

            reports++;
            ReadOnlySpan<byte> report = parameter[4..];
            bool isDue = false;
            while (!isDue && TryTake(ref due, out ReadOnlySpan<byte> next))
            {
                isDue = report.Length >= next.Length && report[..next.Length].SequenceEqual(next);
            }

            if (!isDue)
            {
                Violate(side, $"INIT ACK reports parameter {Convert.ToHexString(report[..Math.Min(8, report.Length)])}, which was not to be reported");
                return;
            }
        }

        if (reports == 0 && TryTake(ref due, out ReadOnlySpan<byte> first) && first.Length <= 64)
        {
            Violate(side, $"INIT ACK does not report parameter type {TypeOf(first):x4}");
        }
    }

    public override void AfterEvent(AssociationSide side) => _isSet[side.Index] = false;

    // The unknown parameters that ask to be reported, whole, each padded; -1 where a length is wrong, which the INIT as a whole may suffer from.
    private static int CollectDue(ReadOnlySpan<byte> parameters, byte[] due)
    {
        int length = 0;
        while (TryTake(ref parameters, out ReadOnlySpan<byte> parameter))
        {
            ushort type = TypeOf(parameter);
            if (type is 1 or (>= 5 and <= 9) or 11 or 12)
            {
                continue;
            }

            if ((type & 0x4000) != 0 && length + parameter.Length + 3 <= due.Length)
            {
                parameter.CopyTo(due.AsSpan(length));
                length += (parameter.Length + 3) & ~3;
            }

            if ((type & 0x8000) == 0)
            {
                return length;
            }
        }

        return parameters.IsEmpty ? length : -1;
    }

    private static ushort TypeOf(ReadOnlySpan<byte> parameter) => BinaryPrimitives.ReadUInt16BigEndian(parameter);

    private static bool TryTake(ref ReadOnlySpan<byte> parameters, out ReadOnlySpan<byte> parameter)
    {
        int length = parameters.Length < 4 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(parameters[2..]);
        if (length < 4 || length > parameters.Length)
        {
            parameter = default;
            return false;
        }

        parameter = parameters[..length];
        parameters = parameters[Math.Min((length + 3) & ~3, parameters.Length)..];
        return true;
    }
}
