using PostPurchase.Normalization.Adapters.Json;
using PostPurchase.Normalization.Adapters.Xml;
using PostPurchase.Normalization.Maps;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Adapters;

/// <summary>A payload format, compiled: where everything is found in one forward walk.</summary>
internal sealed class FormatPlan
{
    public FormatPlan(FormatDocument format)
    {
        Document = format;
        var builder = new PlanBuilder(format);
        Fields = new(format, builder);
        Keys = [.. format.Keys.Select(key => new KeyPlan(key, builder))];
        Raw = RawPlan.Of(format, builder, Keys);
        Words = FieldPart.Of(Raw.Code, Raw.Qualifier, Raw.Qualifier2, Fields.Label, Fields.Detail);
        Times = [.. format.Time.Select(time => new TimePlan(time, builder))];
        Facts = new(format, builder);
        Estimates = [.. format.Estimates.Select(estimate => new EstimatePlan(estimate, builder))];
        Problems = [.. format.Problems.Select(problem => new ProblemPlan(problem, builder))];
        ScanWhen = builder.Field(format.ScanWhen);
        ShipmentScope = builder.ScopeIndex(PlanBuilder.ShipmentScope);
        ScanScope = builder.ScopeIndex(PlanBuilder.ScanScope);
        HasNumberOfShipment = Fields.TrackingNumber.StandsOnlyIn(ShipmentScope);
        Root = builder.Finish();
    }

    public FormatDocument Document { get; }

    public string Id => Document.Id;

    public PlanNode Root { get; }

    public int ShipmentScope { get; }

    public int ScanScope { get; }

    /// <summary>Whether all scans of a shipment have its number.</summary>
    public bool HasNumberOfShipment { get; }

    public Field ScanWhen { get; }

    public FieldPlan Fields { get; }

    public KeyPlan[] Keys { get; }

    public RawPlan Raw { get; }

    /// <summary>The codes and texts of a scan.</summary>
    public FieldPart[] Words { get; }

    public TimePlan[] Times { get; }

    public FactPlan Facts { get; }

    public EstimatePlan[] Estimates { get; }

    public ProblemPlan[] Problems { get; }

    public ReadFault Walk(ReadOnlySpan<byte> payload, Captures captures)
    {
        captures.Clear();
        return Document.Syntax == PayloadSyntax.Json ? JsonWalker.Walk(payload, Root, captures) : XmlWalker.Walk(payload, Root, captures);
    }
}

/// <summary>The fields of an event.</summary>
internal sealed class FieldPlan
{
    public FieldPlan(FormatDocument format, PlanBuilder builder)
    {
        Field Of(string name) => builder.Field(format.Fields.GetValueOrDefault(name));
        TrackingNumber = Of("trackingNumber");
        Label = Of("label");
        Detail = Of("detail");
        City = Of("city");
        State = Of("state");
        PostalCode = Of("postalCode");
        Country = Of("country");
        Place = Of("place");
        Facility = Of("facility");
        Latitude = Of("latitude");
        Longitude = Of("longitude");
        Piece = Of("piece");
        Service = Of("service");
        Attempt = Of("attempt");
        SignedBy = Of("signedBy");
        PartnerNumber = Of("partnerNumber");
        PartnerCarrier = Of("partnerCarrier");
        Carrier = Of("carrier");
        LocationType = Of("locationType");
        ReturnFlag = Of("returnFlag");
        Hint = Of("hint");
        Hint2 = Of("hint2");
        Shared = [TrackingNumber, Piece, Service, PartnerNumber, PartnerCarrier];
        Places = FieldPart.Of(City, State, PostalCode, Country, Place, Facility, Latitude, Longitude);
    }

    /// <summary>What the events of a parcel mostly have in common, <see cref="SignedBy"/> not among them, as it is mostly not asked for.</summary>
    public Field[] Shared { get; }

    /// <summary>What tells the place of a scan.</summary>
    public FieldPart[] Places { get; }

    public Field TrackingNumber { get; }
    public Field Label { get; }
    public Field Detail { get; }
    public Field City { get; }
    public Field State { get; }
    public Field PostalCode { get; }
    public Field Country { get; }
    public Field Place { get; }
    public Field Facility { get; }
    public Field Latitude { get; }
    public Field Longitude { get; }
    public Field Piece { get; }
    public Field Service { get; }
    public Field Attempt { get; }
    public Field SignedBy { get; }
    public Field PartnerNumber { get; }
    public Field PartnerCarrier { get; }
    public Field Carrier { get; }
    public Field LocationType { get; }
    public Field ReturnFlag { get; }
    public Field Hint { get; }
    public Field Hint2 { get; }
}

/// <summary>One way to look an event up.</summary>
internal sealed class KeyPlan(KeyDocument key, PlanBuilder builder)
{
    /// <summary>The code set that it looks in.</summary>
    public string? Set { get; } = key.Set;

    /// <summary>Whether the set is the underlying carrier's.</summary>
    public bool IsOfCarrier { get; } = key.Carrier;

    /// <summary>Whether it counts only where no key before it had a code.</summary>
    public bool IsForNoCode { get; } = key.CodeMissing;

    /// <summary>The most that is trusted in what it finds.</summary>
    public Confidence Cap { get; } = key.Cap;

    public Field Code { get; } = builder.Field(key.Code);

    /// <summary>A list where the payload has one: each value is tried.</summary>
    public Field Qualifier { get; } = builder.Field(key.Qualifier, isList: MeetsSeveral(key.Qualifier));
    public Field Qualifier2 { get; } = builder.Field(key.Qualifier2, isList: MeetsSeveral(key.Qualifier2));

    /// <summary>Whether the code alone decides.</summary>
    public bool IsUnqualified { get; } = key.Qualifier is null && key.Qualifier2 is null;

    /// <summary>Whether either qualifier may be a list.</summary>
    public bool HasLists { get; } = MeetsSeveral(key.Qualifier) || MeetsSeveral(key.Qualifier2);

    private static bool MeetsSeveral(FieldPaths? field) =>
        field is not null && field.Paths.Any(path => path.Steps.Any(step => step.Kind is PathStepKind.Items or PathStepKind.Filtered or PathStepKind.Values));
}

/// <summary>What is shown as the event's raw code and qualifiers.</summary>
internal sealed record RawPlan(Field Code, Field Qualifier, Field Qualifier2)
{
    public static RawPlan Of(FormatDocument format, PlanBuilder builder, KeyPlan[] keys)
    {
        if (format.Raw is { } raw) return new(builder.Field(raw.Code), builder.Field(raw.Qualifier), builder.Field(raw.Qualifier2));
        return keys.Length == 0 ? new(Field.None, Field.None, Field.None) : new(keys[0].Code, keys[0].Qualifier, keys[0].Qualifier2);
    }
}

/// <summary>Facts of a shipment.</summary>
internal sealed class FactPlan
{
    public FactPlan(FormatDocument format, PlanBuilder builder)
    {
        Field Of(string name, bool isList = false) => builder.Field(format.Facts.GetValueOrDefault(name), isList);
        Service = Of("service");
        ServiceCode = Of("serviceCode");
        Weight = Of("weight");
        WeightUnit = Of("weightUnit");
        PieceCount = Of("pieceCount");
        Pieces = Of("pieces", isList: true);
        SignedBy = Of("signedBy");
        Proof = Of("proof");
        Origin = new(Of("origin.city"), Of("origin.state"), Of("origin.postalCode"), Of("origin.country"), Of("origin.place"));
        Destination = new(Of("destination.city"), Of("destination.state"), Of("destination.postalCode"), Of("destination.country"), Of("destination.place"));
        References = [.. format.References.Select(pair => new PairPlan(pair, builder))];
        Partners = [.. format.Partners.Select(pair => new PairPlan(pair, builder))];
    }

    public Field Service { get; }
    public Field ServiceCode { get; }
    public Field Weight { get; }
    public Field WeightUnit { get; }
    public Field PieceCount { get; }
    public Field Pieces { get; }
    public Field SignedBy { get; }
    public Field Proof { get; }
    public PlacePlan Origin { get; }
    public PlacePlan Destination { get; }
    public PairPlan[] References { get; }
    public PairPlan[] Partners { get; }
}

internal sealed record PlacePlan(Field City, Field State, Field PostalCode, Field Country, Field Text);

/// <summary>Two lists side by side, or a list and a literal.</summary>
internal sealed class PairPlan(PairDocument pair, PlanBuilder builder)
{
    public Field Number { get; } = builder.Field(pair.Number, isList: true);
    public Field Name { get; } = builder.Field(pair.Name, isList: true);
    public string? Literal { get; } = pair.Literal;
}

internal sealed class ProblemPlan(ProblemDocument problem, PlanBuilder builder)
{
    public ProblemDocument Document { get; } = problem;
    public Field Code { get; } = builder.Field(problem.Code);
    public Field Message { get; } = builder.Field(problem.Message);
}
