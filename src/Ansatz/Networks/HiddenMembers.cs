using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// Modules and parameters that objects hold where the search of <see cref="ModuleMembers"/> does not look: in objects that are no modules, in
/// lambdas, in lazy values. They would be used and never trained, saved or hashed.
/// </summary>
internal static class HiddenMembers
{
    /// <summary>Throws where a field of a module, at any depth, holds a module or parameter that the search did not find, or where two names are equal.</summary>
    public static void Refuse(Module root, ModuleMembers members)
    {
        foreach (var (path, module) in members.Modules)
        {
            foreach (var (field, name) in ModuleFields.Of(module.GetType()))
            {
                if (Find(field.GetValue(module), name, members) is not var (where, what)) continue;
                var owner = path.Length == 0 ? module.GetType().Name : $"{module.GetType().Name} ('{path}')";
                throw new InvalidOperationException(
                    $"{owner}: the field '{name}' hides {what} at '{where}', where parameters are not searched for; hold it in a field of its own, or in a list, dictionary or tuple of modules.");
            }
        }
        if (members.NamedParameters.GroupBy(p => p.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidOperationException($"{root.GetType().Name}: two parameters are named '{twice.Key}'; rename one of the fields that hold them.");
    }

    /// <summary>What an object that is no module hides: the place of the first module or parameter in it, and what it is; null where there is none.</summary>
    /// <param name="value">Any object.</param>
    /// <param name="name">What to call it in the place.</param>
    /// <param name="known">Modules and parameters that are found elsewhere, or null.</param>
    public static (string Place, string What)? Find(object? value, string name, ModuleMembers? known = null)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        // A stack of its own: a chain of objects may be longer than the thread's stack is deep.
        var open = new Stack<Place>();
        Push(value, name, null);
        while (open.TryPop(out var at))
        {
            if (at.Value is Module or Parameter)
            {
                if (known is null || !known.Contains(at.Value)) return ($"{at}", at.Value is Module m ? $"a {m.GetType().Name}" : "a Parameter");
                continue;
            }
            if (WaitsForAModule(at.Value)) return ($"{at}", "a lazy value");
            if (at.Value is Delegate call) Push(call.Target, "lambda", at);
            else if (at.Value is IEnumerable list)
            {
                var position = 0;
                foreach (var item in list) Push(item, $"{position++}", at);
            }
            else
                foreach (var field in FieldsOf(at.Value.GetType())) Push(field.GetValue(at.Value), ModuleFields.NameOf(field), at);
        }
        return null;

        void Push(object? next, string step, Place? parent)
        {
            if (next is not null && !IsOpaque(next.GetType()) && (next.GetType().IsValueType || seen.Add(next))) open.Push(new Place(next, step, parent));
        }
    }

    /// <summary>An object and the way to it.</summary>
    private sealed record Place(object Value, string Step, Place? Parent)
    {
        private const int LongestWay = 12;

        /// <summary>The dotted path to the object; of a long one, its end.</summary>
        public override string ToString()
        {
            var steps = new List<string>();
            for (var at = this; at is not null; at = at.Parent)
            {
                steps.Insert(0, steps.Count < LongestWay ? at.Step : "…");
                if (steps.Count > LongestWay) break;
            }
            return string.Join('.', steps);
        }
    }

    /// <summary>A Lazy that could make a module later, which nobody would find.</summary>
    private static bool WaitsForAModule(object value)
    {
        var type = value.GetType();
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(Lazy<>)) return false;
        var made = type.GetGenericArguments()[0];
        while (made.IsArray) made = made.GetElementType()!;
        return made == typeof(Parameter) || typeof(Module).IsAssignableFrom(made)
            || (made.IsGenericType && made.GetGenericArguments().Any(a => a == typeof(Parameter) || typeof(Module).IsAssignableFrom(a)));
    }

    // The library's own values and those of .NET that have no type argument hold no module.
    private static bool IsOpaque(Type type) =>
        ModuleFields.IsLeaf(type) || type == typeof(Rng) || type == typeof(Tape) || type == typeof(BufferPool) || typeof(MemberInfo).IsAssignableFrom(type)
        || (type.Namespace is { } n && (n == "System" || n.StartsWith("System.", StringComparison.Ordinal)) && !type.IsGenericType
            && !typeof(IEnumerable).IsAssignableFrom(type) && !typeof(ITuple).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type));

    /// <summary>Every field of a type, those of its base classes included.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A field that trimming removed is one that the program never uses. The search that finds parameters does not go through here.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
            foreach (var field in at.GetFields(ModuleFields.Declared)) yield return field;
    }
}
