using Ansatz.Packaging;

// dotnet Ansatz.Packaging.dll icon ICON.png             draws the icon of the packages
// dotnet Ansatz.Packaging.dll docs LIBRARY.dll IN OUT   copies the documentation of the public members of a library
switch (args)
{
    case ["icon", var path]:
        Icon.Write(path);
        return 0;
    case ["docs", var library, var source, var target]:
        PublicDocumentation.Write(library, source, target);
        return 0;
    default:
        Console.Error.WriteLine("found other arguments; expected: icon ICON.png, or: docs LIBRARY.dll IN.xml OUT.xml");
        return 2;
}
