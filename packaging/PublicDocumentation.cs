using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Ansatz.Packaging;

/// <summary>The part of a compiler's documentation file that users of the package can see.</summary>
internal static class PublicDocumentation
{
    /// <summary>Copies the entries of public types, and of their members that are public or protected. Overloads of one name are kept or left out together.</summary>
    /// <param name="library">The assembly.</param>
    /// <param name="source">Its documentation file, as the compiler wrote it.</param>
    /// <param name="target">The file to write.</param>
    public static void Write(string library, string source, string target)
    {
        var visible = VisibleNames(library);
        var document = XDocument.Load(source);
        document.Descendants("member").Where(m => !visible.Contains(NameOf(m.Attribute("name")!.Value))).Remove();
        document.Save(target);
    }

    /// <summary>T:Namespace.Type and M:Namespace.Type`1.Member(System.Int32) without the kind and without parameters.</summary>
    private static string NameOf(string id)
    {
        var name = id[2..].Split('(')[0].Split('~')[0];
        var arity = name.LastIndexOf("``", StringComparison.Ordinal);
        return arity < 0 ? name : name[..arity];
    }

    private static HashSet<string> VisibleNames(string library)
    {
        using var file = new PEReader(File.OpenRead(library));
        var reader = file.GetMetadataReader();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (!IsVisible(reader, type)) continue;
            var name = FullName(reader, type);
            names.Add(name);
            // A constructor's documentation is named #ctor, an extension's stands below the class that holds it.
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition).Where(m => IsVisible(m.Attributes)))
            {
                var own = reader.GetString(method.Name).Replace('.', '#');
                names.Add($"{name}.{own}");
                foreach (var accessor in (string[])["get_", "set_", "add_", "remove_"])
                    if (own.StartsWith(accessor, StringComparison.Ordinal)) names.Add($"{name}.{own[accessor.Length..]}");
            }
            foreach (var field in type.GetFields().Select(reader.GetFieldDefinition).Where(f => (f.Attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem))
                names.Add($"{name}.{reader.GetString(field.Name)}");
        }
        return names;
    }

    private static bool IsVisible(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    private static bool IsVisible(MetadataReader reader, TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static string FullName(MetadataReader reader, TypeDefinition type)
    {
        var own = reader.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil) return $"{FullName(reader, reader.GetTypeDefinition(type.GetDeclaringType()))}.{own}";
        return $"{reader.GetString(type.Namespace)}.{own}";
    }
}
