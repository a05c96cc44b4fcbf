using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Sctp.Sending;

namespace Sctp.Properties.Machines;

/// <summary>The send queue against a plain list. Messages are known by <see cref="OutboundMessage.Context"/>.</summary>
internal sealed class MessageQueueMachine : Machine<MessageQueueMachine.Queue, MessageQueueMachine.Messages>
{
    public override Arbitrary<Setup<Queue, Messages>> Setup => Gen.Constant<Setup<Queue, Messages>>(new Start()).ToArbitrary();

    public override Gen<Operation<Queue, Messages>> Next(Messages model)
    {
        List<(int, Gen<Operation<Queue, Messages>>)> choices =
        [
            (4, Gen.Constant<Operation<Queue, Messages>>(new Add())),
            (1, Gen.Constant<Operation<Queue, Messages>>(new Rewind())),
            (1, Gen.Constant<Operation<Queue, Messages>>(new Trim())),
        ];
        if (!model.All.IsEmpty)
        {
            choices.Add((3, Gen.Choose(0, model.All.Count - 1).Select(i => (Operation<Queue, Messages>)new Remove(model.All[i]))));
        }

        if (model.Next < model.All.Count)
        {
            choices.Add((3, Gen.Constant<Operation<Queue, Messages>>(new FinishCutting())));
        }

        return Gen.Frequency(choices);
    }

    private static Property Same(Queue queue, Messages model)
    {
        List<ulong> forward = [];
        int last = MessageQueue.None;
        bool isLinked = true;
        for (int i = queue.Actual.First; i != MessageQueue.None; i = queue.Actual.NextOf(i))
        {
            isLinked &= queue.Actual.PreviousOf(i) == last;
            forward.Add(queue.Actual[i].Context);
            last = i;
        }

        ulong? next = queue.Actual.NextToSend == MessageQueue.None ? null : queue.Actual[queue.Actual.NextToSend].Context;
        ulong? expectedNext = model.Next < model.All.Count ? model.All[model.Next] : null;
        return (isLinked && queue.Actual.Count == model.All.Count && forward.SequenceEqual(model.All) && next == expectedNext)
            .Label($"queue {string.Join(' ', forward)} next {next} linked {isLinked}; expected {model}");
    }

    /// <summary>The queue, and where its messages lie.</summary>
    internal sealed class Queue
    {
        public MessageQueue Actual { get; } = new();

        public Dictionary<ulong, int> Slots { get; } = [];
    }

    /// <summary>The messages in their order; those before <paramref name="Next"/> are cut.</summary>
    internal sealed record Messages(ImmutableList<ulong> All, int Next, ulong Counter)
    {
        public override string ToString() => $"{string.Join(' ', All)} next at {Next}";
    }

    private sealed class Start : Setup<Queue, Messages>
    {
        public override Queue Actual() => new();

        public override Messages Model() => new([], 0, 0);
    }

    private sealed class Add : Operation<Queue, Messages>
    {
        private ulong _context;

        public override Messages Run(Messages model)
        {
            _context = model.Counter;
            return model with { All = model.All.Add(_context), Counter = model.Counter + 1 };
        }

        public override Property Check(Queue actual, Messages model)
        {
            actual.Slots[_context] = actual.Actual.Add(new OutboundMessage { Context = _context }, new MessageAmount { Length = 1 });
            return Same(actual, model);
        }

        public override string ToString() => "add";
    }

    private sealed class Remove(ulong context) : Operation<Queue, Messages>
    {
        public override bool Pre(Messages model) => model.All.Contains(context);

        public override Messages Run(Messages model)
        {
            int index = model.All.IndexOf(context);
            return model with { All = model.All.RemoveAt(index), Next = index < model.Next ? model.Next - 1 : model.Next };
        }

        public override Property Check(Queue actual, Messages model)
        {
            actual.Actual.Remove(actual.Slots[context]);
            actual.Slots.Remove(context);
            return Same(actual, model);
        }

        public override string ToString() => $"remove {context}";
    }

    private sealed class FinishCutting : Operation<Queue, Messages>
    {
        public override bool Pre(Messages model) => model.Next < model.All.Count;

        public override Messages Run(Messages model) => model with { Next = model.Next + 1 };

        public override Property Check(Queue actual, Messages model)
        {
            actual.Actual.FinishCutting();
            return Same(actual, model);
        }

        public override string ToString() => "cut the next to its end";
    }

    private sealed class Rewind : Operation<Queue, Messages>
    {
        public override Messages Run(Messages model) => model with { Next = 0 };

        public override Property Check(Queue actual, Messages model)
        {
            actual.Actual.Rewind();
            return Same(actual, model);
        }

        public override string ToString() => "rewind";
    }

    private sealed class Trim : Operation<Queue, Messages>
    {
        public override Messages Run(Messages model) => model;

        public override Property Check(Queue actual, Messages model)
        {
            actual.Actual.Trim();
            return Same(actual, model).And((model.All.Count > 0 || actual.Actual.Capacity == 0).Label("an empty queue kept its slots"));
        }

        public override string ToString() => "trim";
    }
}
