namespace Ansatz.Studies.Settings;

/// <summary>The hierarchies of the library that any configuration may hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(Schedule))]
[JsonSerializable(typeof(Corruption))]
internal sealed partial class SettingsJson : JsonSerializerContext;
