using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Sctp.Properties.Receiving;
using Sctp.Receiving;
using Sctp.Testing;

namespace Sctp.Properties.Machines;

/// <summary>A receiver to which the chunks of fixed messages come in any order and any number, against the plainest reading of RFC 9260 section 6.6.</summary>
internal sealed class ReassemblyMachine(SentMessages sent) : Machine<ReceiverBench, ReassemblyMachine.Progress>
{
    public override Arbitrary<Setup<ReceiverBench, Progress>> Setup => Gen.Constant<Setup<ReceiverBench, Progress>>(new Start(sent)).ToArbitrary();

    public override Gen<Operation<ReceiverBench, Progress>> Next(Progress model) => Gen.Frequency(
        (5, Gen.Choose(0, sent.Chunks.Count - 1).Select(place => (Operation<ReceiverBench, Progress>)new Arrive(sent, place))),
        (3, Gen.Constant<Operation<ReceiverBench, Progress>>(new Arrive(sent, FirstMissing(model)))),
        (2, Gen.Constant<Operation<ReceiverBench, Progress>>(new ReadAll(sent))));

    private int FirstMissing(Progress model) => Enumerable.Range(0, sent.Chunks.Count).FirstOrDefault(place => !model.Arrived.Contains(place));

    /// <param name="Arrived">The places that arrived.</param>
    /// <param name="Ready">The messages that can be read, in the order in which they became so.</param>
    /// <param name="Read">The messages that were read.</param>
    internal sealed record Progress(ImmutableHashSet<int> Arrived, ImmutableList<int> Ready, ImmutableHashSet<int> Read)
    {
        public bool IsTaken(int message) => Ready.Contains(message) || Read.Contains(message);
    }

    private sealed class Start(SentMessages sent) : Setup<ReceiverBench, Progress>
    {
        public override ReceiverBench Actual() => new(new SctpOptions { PartialDeliveryPoint = 1024 * 1024 }, sent.InitialTsn);

        public override Progress Model() => new([], [], []);
    }

    private sealed class Arrive(SentMessages sent, int place) : Operation<ReceiverBench, Progress>
    {
        private bool _isNew;

        public override Progress Run(Progress model)
        {
            _isNew = !model.Arrived.Contains(place);
            Progress after = model with { Arrived = model.Arrived.Add(place) };
            HashSet<ushort> blocked = [];
            foreach (SentMessage message in sent.Messages.Where(m => !model.IsTaken(m.Index)))
            {
                bool isWhole = Enumerable.Range(message.FirstPlace, message.Fragments).All(after.Arrived.Contains);
                if (isWhole && (message.IsUnordered || !blocked.Contains(message.Stream)))
                {
                    after = after with { Ready = after.Ready.Add(message.Index) };
                }
                else if (!message.IsUnordered)
                {
                    blocked.Add(message.Stream);
                }
            }

            return after;
        }

        public override Property Check(ReceiverBench actual, Progress model)
        {
            DataDisposition disposition = actual.Packet(sent.Chunks[place])[0];
            long held = model.Arrived.Sum(p => (long)sent.Chunks[p].Payload!.Length) - model.Read.Sum(m => (long)sent.Messages[m].Bytes.Length);
            return (disposition == (_isNew ? DataDisposition.Accepted : DataDisposition.Duplicate)).Label($"place {place} was {disposition}, new {_isNew}")
                .And((actual.Receiver.BufferedBytes == held).Label($"{actual.Receiver.BufferedBytes} bytes are held, expected {held}"))
                .And((actual.Receiver.HasReadable == !model.Ready.IsEmpty).Label($"readable {actual.Receiver.HasReadable}, expected {model.Ready.Count} messages"));
        }

        public override string ToString() => $"place {place} arrives";
    }

    private sealed class ReadAll(SentMessages sent) : Operation<ReceiverBench, Progress>
    {
        private ImmutableList<int> _expected = [];

        public override Progress Run(Progress model)
        {
            _expected = model.Ready;
            return model with { Ready = [], Read = model.Read.Union(model.Ready) };
        }

        public override Property Check(ReceiverBench actual, Progress model)
        {
            List<Read> reads = actual.ReadAll();
            bool isSame = reads.Count == _expected.Count;
            for (int i = 0; isSame && i < reads.Count; i++)
            {
                SentMessage message = sent.Messages[_expected[i]];
                isSame = (int)reads[i].Info.PayloadProtocolId == message.Index && reads[i].Bytes.AsSpan().SequenceEqual(message.Bytes) && reads[i].Info.IsEndOfMessage;
            }

            return isSame.Label($"read {string.Join(' ', reads.Select(r => (int)r.Info.PayloadProtocolId))}, expected {string.Join(' ', _expected)}");
        }

        public override string ToString() => "read all";
    }
}
