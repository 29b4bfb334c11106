using System.Text.Json;
using System.Text.Json.Serialization;
using PostPurchase.Normalization.Taxonomy;

namespace PostPurchase.Normalization.Events.Json;

/// <summary>
/// Writes and reads an event as one flat object, absent values left out: the form of the NDJSON that the command line writes.
/// Members that it does not know are passed over, so that later versions can add some. Needs no reflection.
/// </summary>
public sealed class TrackingEventJsonConverter : JsonConverter<TrackingEvent>
{
    private static readonly EventTimeJsonConverter Times = new();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TrackingEvent value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        WriteMembers(writer, value, options);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members without the braces, for writers that add their own.</summary>
    internal static void WriteMembers(Utf8JsonWriter writer, TrackingEvent value, JsonSerializerOptions options)
    {
        writer.WriteText(Names.Carrier, value.Carrier);
        writer.WriteText(Names.Via, value.Via);
        writer.WriteText(Names.Format, value.Format);
        writer.WriteText(Names.TrackingNumber, value.TrackingNumber);
        writer.WriteText(Names.Piece, value.Piece);
        writer.WriteString(Names.Type, value.Type.Code);
        if (value.Type.Milestone != Milestone.None) writer.WriteString(Names.Milestone, value.Type.Milestone.ToText());
        writer.WriteString(Names.Condition, value.Type.Condition.ToText());
        writer.WriteString(Names.Severity, value.Type.Severity.ToText());
        writer.WriteString(Names.Match, MatchNames.Of(value.Match));
        if (value.Confidence != Confidence.Unknown) writer.WriteString(Names.Confidence, value.Confidence.ToText());
        if (value.Time.IsKnown)
        {
            writer.WritePropertyName(Names.Time);
            Times.Write(writer, value.Time, options);
        }
        if (value.Sequence > 0) writer.WriteNumber(Names.Sequence, value.Sequence);
        if (value.Place is { } place) WritePlace(writer, Names.Place, place);
        WriteFacets(writer, value.Facets);
        writer.WriteText(Names.Service, value.Service);
        writer.WriteText(Names.PartnerNumber, value.PartnerNumber);
        writer.WriteText(Names.PartnerCarrier, value.PartnerCarrier);
        writer.WriteText(Names.SignedBy, value.SignedBy);
        WriteRaw(writer, value.Raw);
    }

    internal static void WritePlace(Utf8JsonWriter writer, JsonEncodedText name, Place place)
    {
        writer.WriteStartObject(name);
        writer.WriteText(Names.City, place.City);
        writer.WriteText(Names.State, place.State);
        writer.WriteText(Names.PostalCode, place.PostalCode);
        writer.WriteText(Names.Country, place.Country);
        writer.WriteText(Names.Text, place.Text);
        writer.WriteText(Names.Facility, place.Facility);
        if (place.Latitude is { } latitude && double.IsFinite(latitude)) writer.WriteNumber(Names.Latitude, latitude);
        if (place.Longitude is { } longitude && double.IsFinite(longitude)) writer.WriteNumber(Names.Longitude, longitude);
        writer.WriteEndObject();
    }

    internal static void WriteFacets(Utf8JsonWriter writer, in EventFacets facets)
    {
        if (facets.DeliveredTo != DeliveredTo.Unknown) writer.WriteString(Names.DeliveredTo, facets.DeliveredTo.ToText());
        if (facets.DeliveredAt != DeliveredAt.Unknown) writer.WriteString(Names.DeliveredAt, facets.DeliveredAt.ToText());
        if (facets.Proof != ProofOfDelivery.Unknown) writer.WriteString(Names.Proof, facets.Proof.ToText());
        if (facets.Direction != Direction.Unknown) writer.WriteString(Names.Direction, facets.Direction.ToText());
        if (facets.Attempt > 0) writer.WriteNumber(Names.Attempt, facets.Attempt);
        if (facets.IsFinalAttempt) writer.WriteBoolean(Names.FinalAttempt, value: true);
        writer.WriteText(Names.Reason, facets.Reason);
        if (facets.ActionBy != Party.None) writer.WriteString(Names.ActionBy, facets.ActionBy.ToText());
        if (facets.CausedBy != Party.None) writer.WriteString(Names.CausedBy, facets.CausedBy.ToText());
    }

    private static void WriteRaw(Utf8JsonWriter writer, RawScan raw)
    {
        writer.WriteStartObject(Names.Raw);
        writer.WriteText(Names.Code, raw.Code);
        writer.WriteText(Names.Qualifier, raw.Qualifier);
        writer.WriteText(Names.Qualifier2, raw.Qualifier2);
        writer.WriteText(Names.Label, raw.Label);
        writer.WriteText(Names.Detail, raw.Detail);
        writer.WriteText(Names.Time, raw.Time);
        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    public override TrackingEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonReading.ExpectObject(ref reader);
        string? carrier = null, via = null, format = null, trackingNumber = null, piece = null;
        string? service = null, partnerNumber = null, partnerCarrier = null, signedBy = null;
        var type = default(EventType);
        var match = default(MatchKind);
        var confidence = default(Confidence);
        var time = default(EventTime);
        var sequence = 0;
        Place? place = null;
        var facets = default(EventFacets);
        var raw = default(RawScan);
        while (JsonReading.NextMember(ref reader, out var name))
        {
            if (reader.TokenType == JsonTokenType.Null) continue;
            switch (name)
            {
                case "carrier": carrier = reader.GetString(); break;
                case "via": via = reader.GetString(); break;
                case "format": format = reader.GetString(); break;
                case "trackingNumber": trackingNumber = reader.GetString(); break;
                case "piece": piece = reader.GetString(); break;
                case "type": type = EventType.FromCode(reader.GetString()!); break;
                case "match": match = MatchNames.Parse(reader.GetString()); break;
                case "confidence": confidence = TaxonomyText.TryParse(reader.GetString(), out Confidence known) ? known : default; break;
                case "time": time = Times.Read(ref reader, typeof(EventTime), options); break;
                case "sequence": sequence = reader.GetInt32(); break;
                case "place": place = ReadPlace(ref reader); break;
                case "service": service = reader.GetString(); break;
                case "partnerNumber": partnerNumber = reader.GetString(); break;
                case "partnerCarrier": partnerCarrier = reader.GetString(); break;
                case "signedBy": signedBy = reader.GetString(); break;
                case "raw": raw = ReadRaw(ref reader); break;
                default:
                    if (!ReadFacet(ref reader, name, ref facets)) reader.Skip();
                    break;
            }
        }
        var shared = new SharedFacts
        {
            Carrier = carrier ?? "",
            Via = via,
            Format = format ?? "",
            TrackingNumber = trackingNumber,
            Piece = piece,
            Service = service,
            PartnerNumber = partnerNumber,
            PartnerCarrier = partnerCarrier,
            SignedBy = signedBy,
        };
        return new(shared, raw)
        {
            Type = type,
            Match = match,
            Confidence = confidence,
            Time = time,
            Sequence = sequence,
            Place = place,
            Facets = facets,
        };
    }

    private static bool ReadFacet(ref Utf8JsonReader reader, string name, ref EventFacets facets)
    {
        switch (name)
        {
            case "deliveredTo": facets = facets with { DeliveredTo = TaxonomyText.TryParse(reader.GetString(), out DeliveredTo to) ? to : default }; return true;
            case "deliveredAt": facets = facets with { DeliveredAt = TaxonomyText.TryParse(reader.GetString(), out DeliveredAt at) ? at : default }; return true;
            case "proof": facets = facets with { Proof = TaxonomyText.TryParse(reader.GetString(), out ProofOfDelivery proof) ? proof : default }; return true;
            case "direction": facets = facets with { Direction = TaxonomyText.TryParse(reader.GetString(), out Direction direction) ? direction : default }; return true;
            case "attempt": facets = facets with { Attempt = reader.GetInt32() }; return true;
            case "finalAttempt": facets = facets with { IsFinalAttempt = reader.GetBoolean() }; return true;
            case "reason": facets = facets with { Reason = reader.GetString() }; return true;
            case "actionBy": facets = facets with { ActionBy = TaxonomyText.TryParse(reader.GetString(), out Party actor) ? actor : default }; return true;
            case "causedBy": facets = facets with { CausedBy = TaxonomyText.TryParse(reader.GetString(), out Party causer) ? causer : default }; return true;
            default: return false;
        }
    }

    private static Place ReadPlace(ref Utf8JsonReader reader)
    {
        JsonReading.ExpectObject(ref reader);
        string? city = null, state = null, postalCode = null, country = null, text = null, facility = null;
        double? latitude = null, longitude = null;
        while (JsonReading.NextMember(ref reader, out var name))
        {
            switch (name)
            {
                case "city": city = reader.GetString(); break;
                case "state": state = reader.GetString(); break;
                case "postalCode": postalCode = reader.GetString(); break;
                case "country": country = reader.GetString(); break;
                case "text": text = reader.GetString(); break;
                case "facility": facility = reader.GetString(); break;
                case "latitude": latitude = reader.GetDouble(); break;
                case "longitude": longitude = reader.GetDouble(); break;
                default: reader.Skip(); break;
            }
        }
        return new()
        {
            City = city,
            State = state,
            PostalCode = postalCode,
            Country = country,
            Text = text,
            Facility = facility,
            Latitude = latitude,
            Longitude = longitude,
        };
    }

    private static RawScan ReadRaw(ref Utf8JsonReader reader)
    {
        JsonReading.ExpectObject(ref reader);
        string? code = null, qualifier = null, qualifier2 = null, label = null, detail = null, time = null;
        while (JsonReading.NextMember(ref reader, out var name))
        {
            switch (name)
            {
                case "code": code = reader.GetString(); break;
                case "qualifier": qualifier = reader.GetString(); break;
                case "qualifier2": qualifier2 = reader.GetString(); break;
                case "label": label = reader.GetString(); break;
                case "detail": detail = reader.GetString(); break;
                case "time": time = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }
        return new(ScanWords.OrNull(new(code, qualifier, qualifier2, label, detail)), new(time));
    }

    private static class Names
    {
        public static readonly JsonEncodedText Carrier = JsonEncodedText.Encode("carrier");
        public static readonly JsonEncodedText Via = JsonEncodedText.Encode("via");
        public static readonly JsonEncodedText Format = JsonEncodedText.Encode("format");
        public static readonly JsonEncodedText TrackingNumber = JsonEncodedText.Encode("trackingNumber");
        public static readonly JsonEncodedText Piece = JsonEncodedText.Encode("piece");
        public static readonly JsonEncodedText Type = JsonEncodedText.Encode("type");
        public static readonly JsonEncodedText Milestone = JsonEncodedText.Encode("milestone");
        public static readonly JsonEncodedText Condition = JsonEncodedText.Encode("condition");
        public static readonly JsonEncodedText Severity = JsonEncodedText.Encode("severity");
        public static readonly JsonEncodedText Match = JsonEncodedText.Encode("match");
        public static readonly JsonEncodedText Confidence = JsonEncodedText.Encode("confidence");
        public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
        public static readonly JsonEncodedText Sequence = JsonEncodedText.Encode("sequence");
        public static readonly JsonEncodedText Place = JsonEncodedText.Encode("place");
        public static readonly JsonEncodedText City = JsonEncodedText.Encode("city");
        public static readonly JsonEncodedText State = JsonEncodedText.Encode("state");
        public static readonly JsonEncodedText PostalCode = JsonEncodedText.Encode("postalCode");
        public static readonly JsonEncodedText Country = JsonEncodedText.Encode("country");
        public static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
        public static readonly JsonEncodedText Facility = JsonEncodedText.Encode("facility");
        public static readonly JsonEncodedText Latitude = JsonEncodedText.Encode("latitude");
        public static readonly JsonEncodedText Longitude = JsonEncodedText.Encode("longitude");
        public static readonly JsonEncodedText DeliveredTo = JsonEncodedText.Encode("deliveredTo");
        public static readonly JsonEncodedText DeliveredAt = JsonEncodedText.Encode("deliveredAt");
        public static readonly JsonEncodedText Proof = JsonEncodedText.Encode("proof");
        public static readonly JsonEncodedText Direction = JsonEncodedText.Encode("direction");
        public static readonly JsonEncodedText Attempt = JsonEncodedText.Encode("attempt");
        public static readonly JsonEncodedText FinalAttempt = JsonEncodedText.Encode("finalAttempt");
        public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
        public static readonly JsonEncodedText ActionBy = JsonEncodedText.Encode("actionBy");
        public static readonly JsonEncodedText CausedBy = JsonEncodedText.Encode("causedBy");
        public static readonly JsonEncodedText Service = JsonEncodedText.Encode("service");
        public static readonly JsonEncodedText PartnerNumber = JsonEncodedText.Encode("partnerNumber");
        public static readonly JsonEncodedText PartnerCarrier = JsonEncodedText.Encode("partnerCarrier");
        public static readonly JsonEncodedText SignedBy = JsonEncodedText.Encode("signedBy");
        public static readonly JsonEncodedText Raw = JsonEncodedText.Encode("raw");
        public static readonly JsonEncodedText Code = JsonEncodedText.Encode("code");
        public static readonly JsonEncodedText Qualifier = JsonEncodedText.Encode("qualifier");
        public static readonly JsonEncodedText Qualifier2 = JsonEncodedText.Encode("qualifier2");
        public static readonly JsonEncodedText Label = JsonEncodedText.Encode("label");
        public static readonly JsonEncodedText Detail = JsonEncodedText.Encode("detail");
    }
}
