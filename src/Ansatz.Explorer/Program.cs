// dotnet Ansatz.Explorer.dll RUN PORT THREADS [CACHE]
// ansatz explore starts it and reads its lines: the page's address on standard output, or one line of what is wrong on standard error.
return await Ansatz.Explorer.ExplorerProgram.Run(args, Console.In, Console.Out, Console.Error);
