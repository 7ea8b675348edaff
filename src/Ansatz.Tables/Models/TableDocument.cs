using System.Text.Json.Serialization;
using Ansatz.Tables.Transforms;

namespace Ansatz.Tables.Models;

/// <summary>What <c>table.json</c> holds: the columns, and the map of each column of numbers.</summary>
/// <param name="Model">What builds the model again.</param>
/// <param name="HasCodes">Whether categories stay codes.</param>
/// <param name="Columns">All columns of the table.</param>
/// <param name="Maps">One for each column of numbers.</param>
internal sealed record TableDocument(string Model, bool HasCodes, IReadOnlyList<ColumnDefinition> Columns, IReadOnlyList<NumberMapDocument> Maps);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TableDocument))]
internal sealed partial class TableDocumentJson : JsonSerializerContext;
