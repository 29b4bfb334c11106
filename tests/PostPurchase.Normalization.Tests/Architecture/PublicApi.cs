using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace PostPurchase.Normalization.Tests.Architecture;

/// <summary>Prints what an assembly shows, a member a line, so that every change of it is seen in review.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var types in assembly.GetExportedTypes().GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append("namespace ").Append(types.Key).Append('\n');
            foreach (var type in types.OrderBy(NameWithin, StringComparer.Ordinal)) Print(type, text);
            text.Append('\n');
        }
        return text.ToString();
    }

    private static void Print(Type type, StringBuilder text)
    {
        text.Append("  ").Append(Head(type)).Append('\n');
        foreach (var line in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(line).Append('\n');
    }

    private static string Head(Type type)
    {
        var bases = type.GetInterfaces().Where(type.IsEnum ? _ => false : one => one.IsPublic && !Inherited(type).Contains(one)).Select(Name).Order(StringComparer.Ordinal).ToList();
        if (type is { IsClass: true, BaseType: { } parent } && parent != typeof(object)) bases.Insert(0, Name(parent));
        if (type.IsEnum && Enum.GetUnderlyingType(type) != typeof(int)) bases.Add(Name(Enum.GetUnderlyingType(type)));
        return $"{Kind(type)} {NameWithin(type)}{(bases.Count > 0 ? " : " + string.Join(", ", bases) : "")}";
    }

    private static IEnumerable<Type> Inherited(Type type) => (type.BaseType?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(one => one.GetInterfaces()));

    private static string Kind(Type type)
    {
        if (type.IsEnum) return "enum";
        if (type.IsInterface) return "interface";
        var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        if (type.IsValueType) return (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + (isRecord ? "record struct" : "struct");
        return (type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + (isRecord ? "record" : "class");
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) return Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture):000} {name}"));
        var fields = type.GetFields(Declared).Where(IsShown).Select(field => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}{(field.IsLiteral ? $" = {field.GetRawConstantValue()}" : "")}");
        var constructors = type.GetConstructors(Declared).Where(IsShown).Select(one => $"new({Parameters(one)})");
        var properties = type.GetProperties(Declared).Where(property => property.GetMethod is { } getter && IsShown(getter)).Select(Print);
        var methods = type.GetMethods(Declared).Where(IsShown).Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)).Select(Print);
        return fields.Concat(constructors).Concat(properties).Concat(methods);
    }

    private static string Print(PropertyInfo property)
    {
        var accessors = property.SetMethod is not { } setter || !IsShown(setter) ? "get" : setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "get; init" : "get; set";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var type = Name(property.PropertyType) + (!property.PropertyType.IsValueType && Nullability.Create(property).ReadState == NullabilityState.Nullable ? "?" : "");
        return $"{required}{(property.GetMethod!.IsStatic ? "static " : "")}{type} {property.Name} {{ {accessors}; }}";
    }

    private static string Print(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(one => one.Name))}>" : "";
        var returned = Name(method.ReturnType) + (!method.ReturnType.IsValueType && Nullability.Create(method.ReturnParameter).ReadState == NullabilityState.Nullable ? "?" : "");
        return $"{(method.IsStatic ? "static " : "")}{returned} {method.Name}{generic}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, index) =>
    {
        var passed = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : "";
        var extended = index == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var type = parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType;
        var nullable = !type.IsValueType && Nullability.Create(parameter).WriteState == NullabilityState.Nullable ? "?" : "";
        var preset = parameter.HasDefaultValue ? " = " + (parameter.RawDefaultValue is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : type.IsValueType ? "default" : "null") : "";
        return $"{extended}{passed}{Name(type)}{nullable} {parameter.Name}{preset}";
    }));

    /// <summary>What a caller can reach and a person wrote; not what the compiler adds to records.</summary>
    private static bool IsShown(MemberInfo member)
    {
        var isAccessor = member is MethodBase { IsSpecialName: true } && !member.Name.StartsWith("op_", StringComparison.Ordinal);
        if (member.IsDefined(typeof(CompilerGeneratedAttribute)) && !isAccessor) return false;
        return member switch
        {
            FieldInfo field => field.IsPublic,
            MethodBase method => method.IsPublic || (method is { IsFamily: true } && !method.DeclaringType!.IsSealed),
            _ => true,
        };
    }

    private static string NameWithin(Type type) => type.DeclaringType is { } outer ? NameWithin(outer) + "." + Name(type) : Name(type);

    private static string Name(Type type)
    {
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (!type.IsGenericType) return type.Name;
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
