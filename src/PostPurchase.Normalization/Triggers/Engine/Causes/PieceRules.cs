using PostPurchase.Normalization.Taxonomy;
using PostPurchase.Normalization.Triggers.Rules;

namespace PostPurchase.Normalization.Triggers.Engine.Causes;

/// <summary>Rules on the pieces of a shipment.</summary>
internal sealed class PieceRules(IEnumerable<PreparedRule> rules)
{
    private readonly (PreparedRule Rule, PieceNews News)[] _all =
        [.. rules.Where(rule => rule.Rule.Cause is PieceCause).Select(rule => (rule, ((PieceCause)rule.Rule.Cause).News))];

    public void Find(OccasionFinder finder)
    {
        if (finder.Shipment.Pieces.Count > 1 || finder.Shipment.IsPartlyDelivered) FindOfPieces(finder);
    }

    private void FindOfPieces(OccasionFinder finder)
    {
        var shipment = finder.Shipment;
        var pieces = shipment.Pieces;
        foreach (var (rule, news) in _all)
        {
            switch (news)
            {
                case PieceNews.PartlyDelivered when shipment.IsPartlyDelivered:
                case PieceNews.AllDelivered when pieces.Count > 1 && pieces.All(piece => piece.Milestone == Milestone.Delivered):
                case PieceNews.AllShipped when pieces.Count > 1 && pieces.All(piece => piece.Dates.FirstScan.IsKnown):
                case PieceNews.EndedApart when shipment.IsEnded && pieces.Any(piece => piece.Milestone != pieces[0].Milestone):
                    finder.Add(rule, shipment.History[^1], new() { Since = shipment.Since });
                    break;
                case PieceNews.InTrouble:
                    foreach (var piece in pieces.Where(piece => piece.Condition > Condition.Delayed && pieces.Any(other => other.Condition == Condition.OnTrack)))
                    {
                        finder.Add(rule, null, new() { Since = piece.Since, Piece = piece.Number, Suffix = $"{piece.Number}/{piece.Condition}" });
                    }
                    break;
            }
        }
    }
}
