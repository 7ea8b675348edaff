using Ansatz.Cli.Commands;
using Ansatz.Cli.Shell;

var interruption = new Interruption(Console.Error);
return CommandLine.Run(CommandTable.Root(args), args, Terminal.OfProcess(), interruption);
