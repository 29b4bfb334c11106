using System.Collections.Frozen;

namespace PostPurchase.Normalization.Time;

/// <summary>Month names, long and short, in the languages carriers answer in.</summary>
/// <remarks>Names are compared folded (<see cref="TextFold"/>): case and accents do not count. No name means two months.</remarks>
internal static class MonthNames
{
    private const int LongestName = 24;

    /// <summary>Language, then the names of the twelve months in order; forms of one month are separated by bars.</summary>
    internal static readonly (string Language, string Names)[] Tables =
    [
        ("en", "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep october|oct november|nov december|dec"),
        ("de", "januar|jänner|jan|jän februar|feber|feb|febr märz|maerz|mär|mrz april|apr mai juni|jun juli|jul august|aug september|sept|sep oktober|okt november|nov dezember|dez"),
        ("fr", "janvier|janv|jan février|févr|fév mars|mar avril|avr mai juin juillet|juil août|aou septembre|sept|sep octobre|oct novembre|nov décembre|déc"),
        ("nl", "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep|sept oktober|okt november|nov december|dec"),
        ("es", "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago septiembre|setiembre|sept|sep|set octubre|oct noviembre|nov diciembre|dic"),
        ("pt", "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set outubro|out novembro|nov dezembro|dez"),
        ("it", "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago settembre|set|sett ottobre|ott novembre|nov dicembre|dic"),
        ("pl", "styczeń|stycznia|sty luty|lutego|lut marzec|marca|mar kwiecień|kwietnia|kwi maj|maja czerwiec|czerwca|cze lipiec|lipca|lip sierpień|sierpnia|sie wrzesień|września|wrz październik|października|paź listopad|listopada|lis grudzień|grudnia|gru"),
        ("cs", "leden|ledna|led únor|února|úno březen|března|bře duben|dubna|dub květen|května|kvě červen|června|čvn červenec|července|čvc srpen|srpna|srp září|zář říjen|října|říj listopad|listopadu|lis prosinec|prosince|pro"),
        ("sk", "január|januára|jan február|februára|feb marec|marca|mar apríl|apríla|apr máj|mája jún|júna júl|júla august|augusta|aug september|septembra|sep október|októbra|okt november|novembra|nov december|decembra|dec"),
        ("hu", "január|jan február|febr|feb március|márc|már április|ápr május|máj június|jún július|júl augusztus|aug szeptember|szept|sze október|okt november|nov december|dec"),
        ("ro", "ianuarie|ian februarie|feb martie|mar aprilie|apr mai iunie|iun iulie|iul august|aug septembrie|sept|sep octombrie|oct noiembrie|noi|nov decembrie|dec"),
        ("bg", "януари|яну|ян февруари|февр|фев март|мар април|апр май юни юли август|авг септември|септ|сеп октомври|окт ноември|ноем|ное декември|дек"),
        ("el", "ιανουάριος|ιανουαρίου|ιαν φεβρουάριος|φεβρουαρίου|φεβ μάρτιος|μαρτίου|μάρ απρίλιος|απριλίου|απρ μάιος|μαΐου|μάι ιούνιος|ιουνίου|ιούν ιούλιος|ιουλίου|ιούλ αύγουστος|αυγούστου|αύγ σεπτέμβριος|σεπτεμβρίου|σεπτ|σεπ οκτώβριος|οκτωβρίου|οκτ νοέμβριος|νοεμβρίου|νοέ δεκέμβριος|δεκεμβρίου|δεκ"),
        ("tr", "ocak|oca şubat|şub mart|mar nisan|nis mayıs|may haziran|haz temmuz|tem ağustos|ağu eylül|eyl ekim|eki kasım|kas aralık|ara"),
        ("uk", "січень|січня|січ лютий|лютого|лют березень|березня|бер квітень|квітня|квіт|кві травень|травня|трав|тра червень|червня|черв|чер липень|липня|лип серпень|серпня|серп|сер вересень|вересня|вер жовтень|жовтня|жовт|жов листопад|листопада|лист|лис грудень|грудня|груд|гру"),
        ("ru", "январь|января|янв февраль|февраля|февр|фев март|марта|мар апрель|апреля|апр май|мая июнь|июня|июн июль|июля|июл август|августа|авг сентябрь|сентября|сент|сен октябрь|октября|окт ноябрь|ноября|нояб|ноя декабрь|декабря|дек"),
        ("da", "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug september|sep|sept oktober|okt november|nov december|dec"),
        ("sv", "januari|jan februari|feb mars|mar april|apr maj juni|jun juli|jul augusti|aug september|sep|sept oktober|okt november|nov december|dec"),
        ("no", "januar|jan februar|feb mars|mar april|apr mai juni|jun juli|jul august|aug september|sep|sept oktober|okt november|nov desember|des"),
        ("fi", "tammikuu|tammikuuta|tammik|tammi helmikuu|helmikuuta|helmik|helmi maaliskuu|maaliskuuta|maalisk|maalis huhtikuu|huhtikuuta|huhtik|huhti toukokuu|toukokuuta|toukok|touko kesäkuu|kesäkuuta|kesäk|kesä heinäkuu|heinäkuuta|heinäk|heinä elokuu|elokuuta|elok|elo syyskuu|syyskuuta|syysk|syys lokakuu|lokakuuta|lokak|loka marraskuu|marraskuuta|marrask|marras joulukuu|joulukuuta|jouluk|joulu"),
    ];

    private static readonly FrozenDictionary<string, byte>.AlternateLookup<ReadOnlySpan<char>> Months =
        Build().GetAlternateLookup<ReadOnlySpan<char>>();

    private const string English = "janfebmaraprmayjunjulaugsepoctnovdec";

    /// <summary>Gives each of the twelve a slot of its own.</summary>
    private const uint EnglishMultiplier = 26_597;

    /// <summary>A short name, three letters in lower case, and above them the number of its month.</summary>
    private static readonly uint[] EnglishSlots = BuildEnglish();

    /// <summary>Names met before, as they were written.</summary>
    private static readonly NameMemo<Month> Met = new();

    private static readonly Month[] All = [.. Enumerable.Range(1, 12).Select(number => new Month(number))];

    /// <summary>The month (1 to 12) that a name means, or zero.</summary>
    /// <param name="utf8Name">The name alone; a dot behind it does not matter.</param>
    public static int Find(ReadOnlySpan<byte> utf8Name)
    {
        if (FindKnown(utf8Name) is var known and not 0)
            return known;

        Span<char> folded = stackalloc char[LongestName];
        var length = TextFold.Fold(utf8Name, folded);
        if (length <= 0 || !Months.TryGetValue(folded[..length], out var found))
            return 0;
        return AreLetters(utf8Name) ? Met.Keep(utf8Name, 0, All[found - 1]).Number : found;
    }

    /// <summary>Likewise, but only of letters, of the short English names and of those that were found before in just that writing.</summary>
    public static int FindKnown(ReadOnlySpan<byte> utf8Name)
    {
        if (utf8Name.Length == 3 && FindEnglish(utf8Name) is var month and not 0)
            return month;
        return Met.TryFind(utf8Name, 0, out var met) && met is not null ? met.Number : 0;
    }

    // The most frequent form by far. A letter in lower case says what one in upper case does, and nothing else becomes a letter by that bit.
    private static int FindEnglish(ReadOnlySpan<byte> utf8Name)
    {
        var word = (uint)(utf8Name[0] | (utf8Name[1] << 8) | (utf8Name[2] << 16)) | 0x202020;
        var known = EnglishSlots[(int)(word * EnglishMultiplier >> 28)];
        return known << 8 == word << 8 ? (int)(known >> 24) : 0;
    }

    private static uint[] BuildEnglish()
    {
        var slots = new uint[16];
        for (var month = 1; month <= 12; month++)
        {
            var word = English[(month - 1) * 3] | ((uint)English[((month - 1) * 3) + 1] << 8) | ((uint)English[((month - 1) * 3) + 2] << 16);
            slots[word * EnglishMultiplier >> 28] = word | ((uint)month << 24);
        }

        return slots;
    }

    private static FrozenDictionary<string, byte> Build()
    {
        var months = new Dictionary<string, byte>(StringComparer.Ordinal);
        foreach (var (_, names) in Tables)
        {
            byte month = 0;
            foreach (var forms in names.Split(' '))
            {
                month++;
                foreach (var form in forms.Split('|'))
                    months[TextFold.Fold(form)] = month;
            }
        }

        return months.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool AreLetters(ReadOnlySpan<byte> utf8)
    {
        foreach (var value in utf8)
        {
            if (value < 0x80 && !char.IsAsciiLetter((char)value))
                return false;
        }

        return true;
    }

    private sealed record Month(int Number);
}
