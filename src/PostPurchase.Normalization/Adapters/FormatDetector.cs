using System.Text;
using PostPurchase.Normalization.Adapters.Json;
using PostPurchase.Normalization.Adapters.Xml;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Adapters;

/// <summary>Tells which declared format a payload has, by the paths that it holds. One walk for all formats of a syntax. Immutable.</summary>
internal sealed class FormatDetector
{
    private readonly SyntaxDetector _json;
    private readonly SyntaxDetector _xml;

    public FormatDetector(IEnumerable<FormatDocument> formats)
    {
        var all = formats.ToList();
        _json = new([.. all.Where(format => format.Syntax == PayloadSyntax.Json)], PayloadSyntax.Json);
        _xml = new([.. all.Where(format => format.Syntax == PayloadSyntax.Xml)], PayloadSyntax.Xml);
    }

    /// <summary>Finds the formats whose signature fits best; none, one, or several where it is ambiguous.</summary>
    /// <param name="utf8Payload">The payload without a byte order mark.</param>
    /// <param name="captures">A buffer to work in.</param>
    /// <param name="candidates">Receives the ids of the best formats.</param>
    public ReadFault Detect(ReadOnlySpan<byte> utf8Payload, Captures captures, List<string> candidates)
    {
        candidates.Clear();
        var start = utf8Payload.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0) return new(ReadError.Empty, 0);
        return utf8Payload[start] switch
        {
            (byte)'<' => _xml.Detect(utf8Payload, captures, candidates),
            (byte)'{' or (byte)'[' => _json.Detect(utf8Payload, captures, candidates),
            _ => new(ReadError.Malformed, start),
        };
    }

    private sealed class SyntaxDetector
    {
        private readonly PlanNode _root = PlanNode.CreateRoot();
        private readonly PlanScope _scope = new(0, PayloadPath.Root);
        private readonly PayloadSyntax _syntax;
        private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
        private readonly List<Signature> _signatures = [];

        public SyntaxDetector(List<FormatDocument> formats, PayloadSyntax syntax)
        {
            _syntax = syntax;
            _root.Open(new(_scope, Otherwise: false));
            foreach (var format in formats)
            {
                foreach (var signature in format.Detect)
                {
                    var has = signature.Has.Select(Test).ToArray();
                    var lacks = signature.Lacks.Select(Test).ToArray();
                    _signatures.Add(new(format.Id, has, lacks, signature.Has.Sum(path => path.Path.Steps.Count + (path.Value is null ? 0 : 2))));
                }
            }
        }

        public ReadFault Detect(ReadOnlySpan<byte> payload, Captures captures, List<string> candidates)
        {
            captures.Clear();
            var fault = _syntax == PayloadSyntax.Json ? JsonWalker.Walk(payload, _root, captures) : XmlWalker.Walk(payload, _root, captures);
            var best = 0;
            foreach (var signature in _signatures)
            {
                if (signature.Weight < best || !Fits(signature, payload, captures)) continue;
                if (signature.Weight > best) candidates.Clear();
                best = signature.Weight;
                if (!candidates.Contains(signature.Format)) candidates.Add(signature.Format);
            }
            return candidates.Count > 0 ? default : fault;
        }

        private static bool Fits(Signature signature, ReadOnlySpan<byte> payload, Captures captures)
        {
            foreach (var test in signature.Has)
            {
                if (!Holds(test, payload, captures)) return false;
            }
            foreach (var test in signature.Lacks)
            {
                if (Holds(test, payload, captures)) return false;
            }
            return true;
        }

        /// <summary>A payload that is a list has an instance for each item; one that holds the path is enough.</summary>
        private static bool Holds(in PathTest test, ReadOnlySpan<byte> payload, Captures captures)
        {
            for (var instance = 0; instance < captures.InstanceCount; instance++)
            {
                ref var value = ref captures.Slot(instance, test.Slot);
                if (test.Value is null)
                {
                    if (value.Kind != ValueKind.None) return true;
                    continue;
                }
                // The list's first value may stand at index 0; its others never do.
                var index = captures[instance].FirstSlot + test.Slot;
                do
                {
                    if (captures.Bytes(payload, ref captures.ValueAt(index)).SequenceEqual(test.Value)) return true;
                    index = captures.ValueAt(index).Next;
                }
                while (index > 0);
            }
            return false;
        }

        private PathTest Test(SignaturePath path)
        {
            var slot = Slot(path.Path, path.Value is not null);
            return new(slot, path.Value is null ? null : Encoding.UTF8.GetBytes(path.Value));
        }

        private int Slot(PayloadPath path, bool isCompared)
        {
            var key = path.Text + (isCompared ? "=" : "");
            if (_slots.TryGetValue(key, out var known)) return known;
            var node = _root;
            foreach (var step in path.Steps)
            {
                node = node.Child(step.Name);
                if (step.Kind == PathStepKind.Values) node = node.Values();
            }
            var slot = _scope.SlotCount++;
            if (isCompared) node.AddSlot(new(_scope.Index, slot, IsList: true));
            else node.AddMark(new(_scope.Index, slot, IsList: false));
            return _slots[key] = slot;
        }

        private readonly record struct PathTest(int Slot, byte[]? Value);

        private sealed record Signature(string Format, PathTest[] Has, PathTest[] Lacks, int Weight);
    }
}
