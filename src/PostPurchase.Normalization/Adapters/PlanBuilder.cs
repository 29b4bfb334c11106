using System.Text;
using PostPurchase.Normalization.Maps;

namespace PostPurchase.Normalization.Adapters;

/// <summary>Grows the tree of a plan from scopes and field paths.</summary>
internal sealed class PlanBuilder
{
    public const string ShipmentScope = "shipment";
    public const string PieceScope = "piece";
    public const string ScanScope = "scan";

    private readonly Dictionary<string, List<PlanNode>> _nodes = [];
    private readonly Dictionary<string, PlanScope> _scopes = [];
    private readonly Dictionary<(string Path, bool IsList), FieldSlot> _slots = [];
    private readonly Dictionary<PlanNode, PlanScope> _transient = [];
    private readonly Dictionary<(PlanNode Node, PlanScope Items, string Field), int> _subjects = [];
    private readonly HashSet<string> _describing = [];
    private readonly IReadOnlyList<ScopeDocument> _documents;
    private readonly bool _isJson;

    public PlanBuilder(FormatDocument format)
    {
        _documents = format.Scopes;
        _isJson = format.Syntax == PayloadSyntax.Json;
        var root = NewScope(PayloadPath.Root);
        Root.Open(new(root, Otherwise: false));
        _nodes[PayloadPath.Root] = [Root];
        foreach (var scope in format.Scopes) Nodes(scope.Name);
        if (_scopes.TryGetValue(ScanScope, out var scan))
        {
            foreach (var path in format.ScanOtherwise) Place(path, scan, otherwise: true, _nodes[ScanScope]);
        }
    }

    public PlanNode Root { get; } = PlanNode.CreateRoot();

    public int ScopeIndex(string name) => _scopes.TryGetValue(name, out var scope) ? scope.Index : Captures.None;

    public Field Field(FieldPaths? field, bool isList = false) =>
        field is null ? Adapters.Field.None : new([.. field.Paths.Select(path => Slot(path, isList)).OfType<FieldSlot>()], field.Literal is null ? null : Encoding.UTF8.GetBytes(field.Literal));

    /// <summary>Scopes that lie around named scopes keep their instances; only now is it known which do.</summary>
    public PlanNode Finish()
    {
        foreach (var (node, scope) in _transient) scope.IsTransient = !OpensNamedScope(node, scope);
        return Root;
    }

    private bool OpensNamedScope(PlanNode node, PlanScope self) =>
        node.Opens.Any(opening => opening.Scope != self && !_transient.ContainsValue(opening.Scope))
        || node.Children.ToArray().Any(child => OpensNamedScope(child, self))
        || (node.AnyChild is { } any && OpensNamedScope(any, self));

    private PlanScope NewScope(string name)
    {
        var scope = new PlanScope(_scopes.Count, name);
        _scopes.Add(name, scope);
        return scope;
    }

    private List<PlanNode> Nodes(string scope)
    {
        if (_nodes.TryGetValue(scope, out var nodes)) return nodes;
        var document = _documents.FirstOrDefault(other => other.Name == scope);
        if (document is null || !_describing.Add(scope)) return [];

        nodes = [];
        foreach (var path in document.Paths) Nodes(path.Scope);
        var opened = NewScope(scope);
        foreach (var path in document.Paths) Place(path, opened, otherwise: false, nodes);
        _nodes[scope] = nodes;
        return nodes;
    }

    private void Place(PayloadPath path, PlanScope scope, bool otherwise, List<PlanNode> nodes)
    {
        // The linter sees to it that only the last step of such a path has a filter.
        var filtered = path.Steps is [.., { Kind: PathStepKind.Filtered } last] ? last : null;
        foreach (var start in Nodes(path.Scope))
        {
            var node = start;
            foreach (var step in path.Steps) node = Enter(node, step);
            node.Open(new(scope, otherwise, filtered is null ? null : Filter(node, filtered, scope)));
            nodes.Add(node);
        }
    }

    private static PlanNode Enter(PlanNode node, PathStep step)
    {
        node = Step(node, step.Name);
        if (step.Kind == PathStepKind.Embedded) node.Embed();
        return step.Kind == PathStepKind.Values ? node.Values() : node;
    }

    private static PlanNode Step(PlanNode node, string name) => name.Length == 0 || name == "#text" ? node : node.Child(name);

    private FieldSlot? Slot(PayloadPath path, bool isList)
    {
        var key = (path.Scope + "/" + path.Text, isList);
        if (_slots.TryGetValue(key, out var known)) return known;
        if (!_scopes.TryGetValue(path.Scope, out var scope)) return null;

        var slot = new SlotTarget(scope.Index, scope.SlotCount++, isList);
        foreach (var start in _nodes[path.Scope]) Attach(start, path.Steps, slot);
        return _slots[key] = new(slot.Scope, slot.Slot);
    }

    private void Attach(PlanNode node, IReadOnlyList<PathStep> steps, SlotTarget slot)
    {
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (_isJson && step.Name == "@key")
            {
                node.AddKeySlot(slot);
                return;
            }
            node = Enter(node, step);
            var gathers = step.Kind == PathStepKind.Filtered || (slot.IsList && step.Kind == PathStepKind.Items && i < steps.Count - 1);
            if (gathers) slot = Gather(node, step, slot);
        }
        node.AddSlot(slot);
    }

    /// <summary>Gives the items at a node slots of their own, from which the wanted ones are handed on when an item ends.</summary>
    private SlotTarget Gather(PlanNode node, PathStep step, SlotTarget outer)
    {
        var items = ItemScope(node);
        var filter = step.Kind == PathStepKind.Filtered ? Filter(node, step, items) : null;
        var inner = new SlotTarget(items.Index, items.SlotCount++, IsList: false);
        items.Transfers.Add(new(inner.Slot, outer, filter));
        return inner;
    }

    /// <summary>Gives the items at a node, which are instances of a scope, a slot for the field that a step compares.</summary>
    private PlanFilter Filter(PlanNode node, PathStep step, PlanScope items)
    {
        var key = (node, items, step.FilterField!);
        if (!_subjects.TryGetValue(key, out var subject))
        {
            _subjects[key] = subject = items.SlotCount++;
            Step(node, step.FilterField!).AddSlot(new(items.Index, subject, IsList: false));
        }
        return new(subject, [.. step.FilterValues.Select(Encoding.UTF8.GetBytes)], step.FilterExcludes);
    }

    private PlanScope ItemScope(PlanNode node)
    {
        if (node.Opens.Length > 0) return node.Opens[^1].Scope;
        var scope = NewScope("#" + _scopes.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        _transient[node] = scope;
        node.Open(new(scope, Otherwise: false));
        return scope;
    }
}
