using System.Text;

namespace PostPurchase.Normalization.Cli.Output.Timelines.Pictures;

/// <summary>The style sheet of pictures: light, and dark where the reader prefers it.</summary>
internal static class PictureStyle
{
    /// <summary>Name, light, dark.</summary>
    private static readonly (string Name, string Light, string Dark)[] Colours =
    [
        ("none", "#64748b", "#94a3b8"),
        ("pending", "#64748b", "#94a3b8"),
        ("info_received", "#64748b", "#94a3b8"),
        ("in_transit", "#2563eb", "#60a5fa"),
        ("out_for_delivery", "#7c3aed", "#a78bfa"),
        ("attempt_failed", "#be185d", "#f472b6"),
        ("available_for_pickup", "#0e7490", "#22d3ee"),
        ("delivered", "#15803d", "#4ade80"),
        ("returning", "#a16207", "#facc15"),
        ("returned", "#854d0e", "#fbbf24"),
        ("failed", "#b91c1c", "#f87171"),
        ("cancelled", "#57534e", "#a8a29e"),
        ("expired", "#57534e", "#a8a29e"),
        ("on_track", "#2563eb", "#60a5fa"),
        ("delayed", "#b45309", "#fbbf24"),
        ("held", "#c2410c", "#fb923c"),
        ("exception", "#b91c1c", "#f87171"),
        ("cleared", "#15803d", "#4ade80"),
        ("unmapped", "#78716c", "#a8a29e"),
        ("flag", "#9f1239", "#fda4af"),
        ("estimate", "#0f766e", "#2dd4bf"),
        ("place", "#475569", "#94a3b8"),
    ];

    private const string Light = """
        .ink{fill:#0f172a}.muted{fill:#475569}.page,.paper{fill:#ffffff}.sign,.halo{stroke:#ffffff}.track{stroke:#cbd5e1}.grid{stroke:#e8edf3}.rule,.leader{stroke:#cbd5e1}.silence{stroke:#64748b}.handover{stroke:#0f172a}
        .c-0{fill:#dbeafe;stroke:#2563eb}.c-1{fill:#fef3c7;stroke:#b45309}.c-2{fill:#f3e8ff;stroke:#7c3aed}
        """;

    private const string Dark = """
        .ink{fill:#f1f5f9}.muted{fill:#a9b6c8}.page,.paper{fill:#0f172a}.sign,.halo{stroke:#0f172a}.track{stroke:#334155}.grid{stroke:#1e293b}.rule,.leader{stroke:#334155}.silence{stroke:#94a3b8}.handover{stroke:#f1f5f9}
        .c-0{fill:#1e3a8a;stroke:#60a5fa}.c-1{fill:#713f12;stroke:#fbbf24}.c-2{fill:#4c1d95;stroke:#a78bfa}
        """;

    private const string Forms = """
        text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
        .halo{paint-order:stroke;stroke-width:3.5;stroke-linejoin:round}.strong{font-weight:600}.track{stroke-width:1.5}.ahead,.dashed{stroke-dasharray:3 4}.grid,.rule,.leader{stroke-width:1}
        .band{fill-opacity:.2}.bar{fill-opacity:.45}.way{stroke-width:2;stroke-opacity:.75}.silence{stroke-width:1.5}.estimate{stroke-width:1.5}.open{stroke-width:2;stroke-dasharray:2 2}.handover{stroke-width:2}.carrier{stroke-width:1}
        """;

    public static string Css { get; } = Make();

    private static string Make()
    {
        var css = new StringBuilder("\n").Append(Forms).Append('\n').Append(Light).Append('\n');
        foreach (var (name, light, _) in Colours) AppendColour(css, name, light);
        css.Append("\n@media (prefers-color-scheme:dark){\n").Append(Dark).Append('\n');
        foreach (var (name, _, dark) in Colours) AppendColour(css, name, dark);
        return css.Append("\n}\n").Replace("\r", "").ToString();
    }

    private static void AppendColour(StringBuilder css, string name, string colour)
    {
        css.Append(".f-").Append(name).Append("{fill:").Append(colour).Append('}');
        if (name is not ("place" or "cleared" or "unmapped" or "on_track")) css.Append(".s-").Append(name).Append("{stroke:").Append(colour).Append('}');
        if (name == "estimate") css.Append(".estimate{stroke:").Append(colour).Append('}');
    }
}
