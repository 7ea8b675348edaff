using System.Globalization;
using System.Text.Json;
using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Formats;
using Ansatz.Pictures;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary>Folders of images through the command: no image is lost, and classes keep their names from training to every later command.</summary>
public sealed class ImageFolderCommandTests : IDisposable
{
    private static readonly byte[] jpeg = Resource("gray.jpg");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFolderWithHiddenFilesTrainsOnAllItsImages()
    {
        var image = new PictureReader(new Jpeg()).Decode(jpeg, "gray.jpg");
        foreach (var (name, isJpeg) in new[] { ("cat", true), ("dog", false) })
        {
            Directory.CreateDirectory(folder[$"pets/{name}"]);
            for (var i = 0; i < 12; i++)
                if (isJpeg) File.WriteAllBytes(folder[$"pets/{name}/{i:00}.JPG"], jpeg);
                else Png.Write(folder[$"pets/{name}/{i:00}.png"], image);
        }
        Directory.CreateDirectory(folder["pets/.ipynb_checkpoints"]);
        Png.Write(folder["pets/.ipynb_checkpoints/00-checkpoint.png"], new Image(1, 1, 1));
        foreach (var name in new[] { ".DS_Store", "cat/._x.png", "dog/.DS_Store" }) File.WriteAllText(folder[$"pets/{name}"], "no image");
        Succeeds("", [.. Train, "--data", folder["pets"], "--out", folder["run"]]);
        Assert.Equal(["cat", "dog"], ModelFile.Load<VariationalAutoencoder>(folder["run/model.safetensors"]).ClassNames!);
        Assert.Equal(["cat", "dog"], JsonDocument.Parse(File.ReadAllText(folder["run/config.json"])).RootElement.GetProperty("design").GetProperty("classNames").EnumerateArray().Select(n => n.GetString()));
        Succeeds("", "encode", folder["run"], "--data", folder["pets"], "--out", folder["codes.csv"]);
        var lines = File.ReadAllLines(folder["codes.csv"]);
        Assert.Equal("row,file,label,z1,z2", lines[0]);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(i => i < 12 ? $"{i},cat/{i:00}.JPG,0" : $"{i},dog/{i - 12:00}.png,1")], lines[1..].Select(l => string.Join(',', l.Split(',')[..3])));
    }

    [Fact]
    public void WhatIsPassedOverIsToldOnce()
    {
        Save(6, "plain/{0}.png");
        File.WriteAllText(folder["plain/notes.txt"], "");
        Succeeds($"{folder["plain"]}: passed over 1 file that is no picture: notes.txt\n", [.. Train, "--data", folder["plain"], "--out", folder["run"]], isQuiet: false);
    }

    [Fact]
    public void ClassesAreMatchedByNameAndAskedForByName()
    {
        Save(6, "pets/a cat/{0}.png", "pets/dog/{0}.png");
        Save(3, "others/dog/{0}.png", "strange/eel/{0}.png");
        Succeeds("", [.. Train, "--data", folder["pets"], "--condition", "label", "--out", folder["told"]]);
        Succeeds("", [.. Train, "--data", folder["pets"], "--out", folder["untold"]]);
        Assert.Equal([1, 1, 1], Labels("told", "others"));
        Assert.Equal([1, 1, 1], Labels("untold", "others"));
        Assert.Equal([2, 2, 2], Labels("untold", "strange"));
        CommandRun.Of("encode", folder["told"], "--data", folder["strange"], "--out", folder["x.npz"]).FailsWith(ExitCode.Failed, "found the class eel", "a cat, dog");
        Succeeds("", "sample", folder["told"], "--class", "dog", "--count", "2", "--out", folder["dogs.npz"]);
        Assert.Equal([1, 1], Npz.Read(folder["dogs.npz"])["labels"].As<int>());
        Succeeds("", "sample", folder["told"], "--class", "a cat", "--count", "1", "--out", folder["cats.npz"]);
        Assert.Equal([0], Npz.Read(folder["cats.npz"])["labels"].As<int>());
        CommandRun.Of("sample", folder["told"], "--class", "dgo", "--out", folder["y.npz"]).FailsWith(ExitCode.WrongUsage, "0 to 1", "a cat, dog");
    }

    [Fact]
    public void PartsTrainAndTest()
    {
        Save(6, "split/train/{0}.png");
        Save(4, "split/test/{0}.png");
        Succeeds("", [.. Train, "--data", folder["split"], "--out", folder["run"]]);
        Succeeds("", "encode", folder["run"], "--out", folder["x.csv"]);
        Assert.Equal(["row,file,z1,z2", "0,test/0.png,", "1,test/1.png,", "2,test/2.png,", "3,test/3.png,"], File.ReadAllLines(folder["x.csv"]).Select((l, i) => i == 0 ? l : string.Join(',', l.Split(',')[..2]) + ","));
        CommandRun.Of([.. Train, "--data", folder["split"], "--condition", "label", "--out", folder["z"]]).FailsWith(ExitCode.WrongUsage, "no labels");
    }

    [Fact]
    public void ScoresNameTheirFiles()
    {
        Save(5, "plain/{0}, \"so\".png");
        Succeeds("", [.. Train, "--data", folder["plain"], "--out", folder["run"]]);
        var result = JsonDocument.Parse(Succeeds("", "score", folder["run"], "--data", folder["plain"], "--json", "--out", folder["s.csv"])).RootElement;
        var lines = File.ReadAllLines(folder["s.csv"]);
        Assert.Equal("row,file,nats", lines[0]);
        Assert.StartsWith("0,\"0, \"\"so\"\".png\",-", lines[1], StringComparison.Ordinal);
        Assert.Equal(result.GetProperty("mean").GetDouble(), -lines[1..].Average(l => double.Parse(l[(l.LastIndexOf(',') + 1)..], CultureInfo.InvariantCulture)), 1e-9);
    }

    [Fact]
    public void ArraysAreNamedAndTurned()
    {
        var pixels = Enumerable.Range(0, 12 * 3 * 8 * 8).Select(i => (byte)(i * 7)).ToArray();
        Npz.Write(folder["x.npz"], a =>
        {
            a.Add<byte>("pictures", [12, 3, 8, 8], pixels);
            a.Add<byte>("other", [3], [1, 2, 3]);
        });
        string[] train = [.. Train, "--data", folder["x.npz"], "--out", folder["run"]];
        CommandRun.Of(train).FailsWith(ExitCode.Failed, "it holds 'other', 'pictures'", "expected one of images");
        CommandRun.Of([.. train, "--array", "pictures"]).FailsWith(ExitCode.Failed, "[12, 3, 8, 8] has its channels first");
        Assert.False(Directory.Exists(folder["run"]));
        Succeeds("", [.. train, "--array", "pictures", "--channels", "first"]);
        Succeeds("", "evaluate", folder["run"]);
        Succeeds("", "score", folder["run"], "--data", folder["x.npz"], "--array", "pictures", "--channels", "first", "--out", folder["s.csv"]);
        Assert.Equal("row,nats", File.ReadAllLines(folder["s.csv"])[0]);
        CommandRun.Of("evaluate", folder["run"], "--array", "pictures").FailsWith(ExitCode.WrongUsage, "expected --data beside them");
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(ImageFolderCommandTests).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string[] Train => "train vae --network dense --widths 4 --latent 2 --epochs 1".Split(' ');

    private int[] Labels(string run, string data)
    {
        Succeeds("", "encode", folder[run], "--data", folder[data], "--out", folder["labels.csv"], "--force");
        return [.. File.ReadAllLines(folder["labels.csv"])[1..].Select(l => int.Parse(l.Split(',')[2], CultureInfo.InvariantCulture))];
    }

    private string Succeeds(string error, params string[] args) => Succeeds(error, args, isQuiet: true);

    private static string Succeeds(string error, string[] args, bool isQuiet)
    {
        var run = CommandRun.Of(isQuiet ? [.. args, "--quiet"] : args);
        Assert.Equal(0, run.Code);
        if (isQuiet) Assert.Equal(error, run.Error);
        else Assert.Equal(1, run.Error.Split(error).Length - 1);
        return run.Out;
    }

    private void Save(int count, params string[] names)
    {
        foreach (var name in names)
            for (var i = 0; i < count; i++)
            {
                var path = folder[string.Format(CultureInfo.InvariantCulture, name, i)];
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                Png.Write(path, new Image(2, 2, 1, [(byte)(20 * i), 40, 100, 150]));
            }
    }
}
