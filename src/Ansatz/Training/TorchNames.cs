using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// The names of parameters in files, as PyTorch gives them: the dotted path in snake case. The layers of a <see cref="Sequential"/> are numbered, and an
/// activation that belongs to a layer here counts as a separate layer. So <c>nn.Sequential(nn.Conv2d(…), nn.LeakyReLU(0.1), nn.Conv2d(…))</c> loads what a
/// sequence of two convolutions here has saved.
/// </summary>
internal static class TorchNames
{
    public static IReadOnlyDictionary<Parameter, string> Of(Module module)
    {
        var prefixes = new List<(string Own, string Torch)>();
        foreach (var (path, part) in module.Paths())
        {
            if (part is not Sequential sequential) continue;
            var root = path.Length == 0 ? "" : path + ".";
            var number = 0;
            for (var i = 0; i < sequential.Layers.Count; i++)
            {
                prefixes.Add(($"{root}layers.{i}.", $"{root}{number}."));
                number += sequential.Layers[i].Activation.Name.Length == 0 ? 1 : 2;
            }
        }
        // Inner sequences come after outer ones and are renamed first, so that the prefix under which they were found still exists.
        prefixes.Reverse();
        return ModuleMembers.Of(module).NamedParameters.ToDictionary(p => p.Parameter, p =>
        {
            var name = p.Name;
            foreach (var (own, torch) in prefixes)
                if (name.StartsWith(own, StringComparison.Ordinal)) name = torch + name[own.Length..];
            return SnakeCase(name).Replace("running_variance", "running_var", StringComparison.Ordinal);
        });
    }

    private static string SnakeCase(string name) => string.Concat(name.Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}"));
}
