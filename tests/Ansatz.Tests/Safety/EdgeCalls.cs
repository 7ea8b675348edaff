using System.Linq.Expressions;
using System.Reflection;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Safety;

/// <summary>
/// Calls what users call with arguments from <see cref="EdgeValues"/>. Everything is found by reflection, so that nothing new is forgotten.
/// It runs in a child process, which prints each call before it makes it: the last line names the call that crashed.
/// </summary>
internal static class EdgeCalls
{
    private const int CallsPerMethod = 60;

    public static readonly string[] Groups = ["ops", "layers", "evaluation", "readers"];

    /// <summary>The ops: public static methods of the tensors' namespace, extension members among them, and a tensor's own methods.</summary>
    public static IEnumerable<MethodInfo> Ops => Methods("Ansatz.Tensors").Concat(
        typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));

    public static IEnumerable<MethodInfo> Measures => Methods("Ansatz.Evaluation").Where(m => m.GetParameters().All(p => EdgeValues.Has(p.ParameterType)));

    public static IEnumerable<ConstructorInfo> Layers => typeof(Layer).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract)
        .SelectMany(t => t.GetConstructors());

    /// <summary>Methods that read a file, given its path.</summary>
    public static IEnumerable<MethodInfo> Readers => Methods("Ansatz.Formats")
        .Where(m => m.Name.StartsWith("Read", StringComparison.Ordinal) && m.GetParameters() is [{ ParameterType.FullName: "System.String" }]);

    private static IEnumerable<MethodInfo> Methods(string space) => typeof(Tensor).Assembly.GetExportedTypes()
        .Where(t => t.Namespace == space && !t.IsNested && t != typeof(Tape) && !t.IsGenericTypeDefinition)
        .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)).Where(m => !m.IsGenericMethodDefinition && !m.IsAbstract);

    /// <summary>Makes all calls of a group and prints what is wrong with them. Returns the number of faults.</summary>
    public static int Run(string group)
    {
        var faults = 0;
        switch (group)
        {
            case "ops":
                foreach (var method in Ops) faults += TryMany(method, $"{method.DeclaringType!.Name}.{method.Name}");
                break;
            case "evaluation":
                foreach (var method in Measures) faults += TryMany(method, $"{method.DeclaringType!.Name}.{method.Name}");
                break;
            case "layers":
                foreach (var constructor in Layers) faults += TryMany(constructor, $"new {constructor.DeclaringType!.Name}");
                break;
            default:
                faults += EdgeFiles.TryAll(Readers);
                break;
        }
        return faults;
    }

    private static int TryMany(MethodBase method, string name)
    {
        Type[] types = [.. method is MethodInfo { IsStatic: false } ? [method.DeclaringType!] : Type.EmptyTypes, .. method.GetParameters().Select(p => p.ParameterType)];
        string[] names = [.. method.GetParameters().Select(p => p.Name!)];
        var call = Compile(method, types);
        var random = new System.Random(1);
        var faults = 0;
        for (var i = 0; i < (types.Length == 0 ? 1 : CallsPerMethod); i++)
        {
            var arguments = Array.ConvertAll(types, t => EdgeValues.Draw(t, random));
            for (var p = 0; p < names.Length; p++)
                if (names[p] == "pairs") arguments[p + types.Length - names.Length] = random.Next(-1, 4); // repetitions take time, not memory
            faults += Try($"{name}({string.Join(", ", arguments.Select(Text))})", () => Use(method, call, arguments, i));
        }
        return faults;
    }

    private static void Use(MethodBase method, Func<object?[], object?> call, object?[] arguments, int number)
    {
        using var tape = new Tape();
        var tracked = Array.ConvertAll(arguments, a => a is Tensor t ? tape.Watch(t) : a);
        if (method is ConstructorInfo)
        {
            var layer = (Layer)call(arguments)!;
            layer.Initialize(new Rng(1));
            var inputs = EdgeValues.Tensors.ToArray();
            for (var i = 0; i < 3; i++)
            {
                var pass = new Pass(tape, isTraining: i > 0, new Rng(2));
                Finish(tape, layer.Forward(new Context(inputs[(3 * number + i) % inputs.Length], i == 0 ? null : [0]), pass), null);
            }
        }
        else if (call(tracked) is Tensor result) Finish(tape, result, call(arguments) as Tensor);
    }

    // The same call outside a tape has the same bits, so no result depends on what memory held before.
    private static void Finish(Tape tape, Tensor result, Tensor? again)
    {
        if (again is not null && !result.ToArray().Select(BitConverter.SingleToInt32Bits).SequenceEqual(again.ToArray().Select(BitConverter.SingleToInt32Bits)))
            throw new FormatException("two calls with the same arguments gave different results");
        if (ReferenceEquals(result.Tape, tape) && result.IsTracked) tape.Backward(result.Sum());
    }

    /// <summary>Prints and makes a call. A right value or an exception that a user is meant to see is no fault.</summary>
    public static int Try(string text, Action action)
    {
        Console.Out.WriteLine(text);
        try
        {
            action();
            return 0;
        }
        catch (Exception e) when (IsMeant(e))
        {
            return 0;
        }
        catch (Exception e)
        {
            Console.Out.WriteLine($"FAULT {text}: {e.GetType().Name}: {e.Message}\n{e.StackTrace}");
            return 1;
        }
    }

    // Cholesky of a matrix that is not positive definite gives an ArithmeticException itself, not one of its descendants.
    private static bool IsMeant(Exception e) => e is ArgumentException or InvalidDataException or OutOfMemoryException || e.GetType() == typeof(ArithmeticException)
        || (e is InvalidOperationException && !e.Message.Contains("outside an operand", StringComparison.Ordinal));

    // Spans cannot be boxed: the compiled call converts arrays.
    private static Func<object?[], object?> Compile(MethodBase method, Type[] types)
    {
        var arguments = Expression.Parameter(typeof(object[]));
        var converted = types.Select((type, i) =>
        {
            if (!EdgeValues.Has(type)) throw new NotSupportedException($"{method.DeclaringType}.{method.Name} takes a {type}; add values of it to {nameof(EdgeValues)}.");
            var argument = Expression.ArrayIndex(arguments, Expression.Constant(i));
            return type.IsByRefLike
                ? Expression.Convert(Expression.Convert(argument, type.GetGenericArguments()[0].MakeArrayType()), type)
                : (Expression)Expression.Convert(argument, type);
        }).ToArray();
        Expression call = method is ConstructorInfo constructor ? Expression.New(constructor, converted)
            : method.IsStatic ? Expression.Call((MethodInfo)method, converted)
            : Expression.Call(converted[0], (MethodInfo)method, converted[1..]);
        var result = call.Type == typeof(void) || call.Type.IsByRefLike ? Expression.Block(call, Expression.Constant(null)) : (Expression)Expression.Convert(call, typeof(object));
        return Expression.Lambda<Func<object?[], object?>>(result, arguments).Compile();
    }

    private static string Text(object? argument) => argument switch
    {
        null => "null",
        Tensor t => $"{t.Shape}",
        Tensor[] ts => $"{{{string.Join(" ", ts.Select(t => t.Shape))}}}",
        Array a => $"{{{string.Join(" ", a.Cast<object>().Take(9))}}}",
        _ => FormattableString.Invariant($"{argument}"),
    };
}
