using Ansatz.Cli.Commands;

var terminal = Terminal.OfProcess();
var interruption = new Interruption(terminal.Error);
return CommandLine.Run(CommandTable.Root(args), args, terminal, interruption);
