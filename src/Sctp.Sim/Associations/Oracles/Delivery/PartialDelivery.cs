namespace Sctp.Sim.Associations.Oracles;

internal sealed class PartialDelivery : ShadowOracle
{
    public override string Id => "O-D9";

    public override string Name => "partial";

    public override string Statement => "The parts of a message come in order, those of one message at a time, and nothing ordered of its stream comes between them.";

    public override string RfcSection => "6.9, 11.2";

    public override Hooks Hooks => Hooks.MessageReceived;

    private readonly uint[] _id = new uint[2];
    private readonly int[] _length = new int[2];
    private readonly int[] _stream = new int[2];
    private readonly bool[] _isOrdered = new bool[2];
    private readonly bool[] _isOpen = new bool[2];

    public override void OnMessageReceived(AssociationSide side, in ReceivedPart part)
    {
        int i = side.Index;
        SctpMessage message = part.Message;
        bool continues = _isOpen[i] && _id[i] == part.Id;
        if (continues)
        {
            if (part.Offset != _length[i])
            {
                Violate(side, $"a part of message {part.Id} comes as from byte {part.Offset} on, {_length[i]} bytes came before");
            }
        }
        else if (part.Offset > 0)
        {
            Violate(side, $"a part of message {part.Id} comes as from byte {part.Offset} on, but it was not begun");
        }
        else if (_isOpen[i] && !message.IsEndOfMessage)
        {
            Violate(side, $"message {part.Id} is begun while message {_id[i]} is delivered in parts");
        }
        else if (_isOpen[i] && _isOrdered[i] && !message.IsUnordered && message.StreamId == _stream[i])
        {
            Violate(side, $"message {part.Id} comes between the parts of message {_id[i]} of its stream");
        }

        if (continues || !message.IsEndOfMessage)
        {
            _isOpen[i] = !message.IsEndOfMessage;
            _id[i] = part.Id;
            _length[i] = part.Offset + message.Length;
            _stream[i] = message.StreamId;
            _isOrdered[i] = !message.IsUnordered;
        }
    }
}
