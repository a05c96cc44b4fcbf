using System;
using System.Text.Json.Serialization;

namespace Sctp.Sim.Network;

/// <summary>Loss that follows a rule, beside the independent loss of <see cref="LinkOptions.LossPerMillion"/>. A model is a value; what it remembers of a link is kept by <see cref="DrawnFates"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(GilbertElliott), "gilbertElliott")]
[JsonDerivedType(typeof(PeriodicLoss), "periodic")]
[JsonDerivedType(typeof(NthLoss), "nth")]
[JsonDerivedType(typeof(SomeOfNext), "someOfNext")]
[JsonDerivedType(typeof(PredicateLoss), "predicate")]
public abstract record LossModel
{
    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is outside its range.</exception>
    public abstract void Validate();

    /// <summary>Which packets are lost, as reports tell it.</summary>
    public sealed override string ToString() => LinkText.Describe(this);
}
