using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Ansatz.Explorer.Server;

/// <summary>One address of the page and what is answered there.</summary>
/// <param name="Path">Behind the token, such as <c>plane/decode</c>; an exact text, never a file's path.</param>
/// <param name="Reply">Answers; an <see cref="InvalidDataException"/> or <see cref="ArgumentException"/> is the sender's mistake. Called from many threads at once.</param>
internal sealed record Endpoint(string Path, Func<Question, Answer> Reply)
{
    private const int MostJsonBytes = 64 * 1024;

    /// <summary>GET, or POST where it takes a body.</summary>
    public string Method { get; private init; } = "GET";

    /// <summary>The one content type of a body; null without a body.</summary>
    public string? ContentType { get; private init; }

    /// <summary>The longest body in bytes.</summary>
    public long MostBytes { get; private init; }

    /// <summary>One that takes a JSON document.</summary>
    public static Endpoint Post<T>(string path, JsonTypeInfo<T> type, Func<T, Answer> reply) where T : class =>
        new(path, question => reply(question.Json(type))) { Method = "POST", ContentType = "application/json", MostBytes = MostJsonBytes };

    /// <summary>One that takes a file.</summary>
    public static Endpoint Upload(string path, string contentType, long mostBytes, Func<Question, Answer> reply) =>
        new(path, reply) { Method = "POST", ContentType = contentType, MostBytes = mostBytes };
}

/// <summary>What is asked.</summary>
/// <param name="Body">None for a GET.</param>
/// <param name="Query">What follows the question mark of the address.</param>
internal sealed record Question(byte[] Body, IQueryCollection Query)
{
    /// <summary>A whole number of the query, or 0 if there is none of this name.</summary>
    /// <exception cref="InvalidDataException">It is no whole number, or it is negative.</exception>
    public int Number(string name) => !Query.TryGetValue(name, out var text) ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidDataException($"{name}: found another text; expected a whole number, 0 or more");

    /// <summary>The body as a JSON document.</summary>
    /// <exception cref="InvalidDataException">It is another document.</exception>
    public T Json<T>(JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Body, type) ?? throw new JsonException("found null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"the request is no {typeof(T).Name}: {ExceptionText.WithoutParameter(e)}", e);
        }
    }
}

/// <summary>What is answered.</summary>
internal sealed record Answer(string ContentType, byte[] Body)
{
    public static Answer Json<T>(T document, JsonTypeInfo<T> type) => new("application/json", JsonSerializer.SerializeToUtf8Bytes(document, type));

    /// <summary>Bytes that the page reads by itself: pixels, one after the other.</summary>
    public static Answer Bytes(byte[] body) => new("application/octet-stream", body);

    public static Answer Picture(byte[] png) => new("image/png", png);

    public static Answer Text(string text) => new("text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));
}
