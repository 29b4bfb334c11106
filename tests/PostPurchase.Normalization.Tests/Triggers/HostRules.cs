using NodaTime;
using PostPurchase.Normalization.Events;
using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Tests.Triggers;

/// <summary>The rules that the page on rules shows as JSON, in code. The page shows them too.</summary>
internal static class HostRules
{
    public static IReadOnlyList<TriggerRule> All
    {
        get
        {
            #region readme
            var dearParcel = Rule.Named("acme:dear_parcel_in_french_customs", "An order over 500 EUR is held in customs for 24 hours in France", not: "It is only in customs, or was released")
                .When(After.Problem(EventType.Customs.Held).For(Duration.FromHours(24)))
                .If(new() { Countries = ["FR"] })
                .IfAttribute("order_value_eur", moreThan: 500)
                .Matched(MatchKind.Label);

            var lateGift = Rule.Named("acme:gift_will_be_late", "The estimate of a gift moved beyond the promise")
                .When(On.Estimate(EstimateNews.BeyondPromise))
                .IfAttribute("gift", true)
                .Once(OncePer.Shipment);

            var silentExpress = Rule.Named("acme:express_without_scan", "An express parcel was not scanned for a business day")
                .When(After.LastScan.ForBusinessDays(1).While(Milestone.InTransit))
                .If(new() { Services = ["express"], NotReached = [Milestone.OutForDelivery] })
                .QuietFor(Duration.FromHours(12));

            var secondRefusal = Rule.Named("acme:second_refusal", "It was refused twice")
                .When(On.Repeat(times: 2, EventType.DeliveryAttempt.Refused))
                .Matched(MatchKind.Code);
            #endregion
            return [dearParcel, lateGift, silentExpress, secondRefusal];
        }
    }
}
