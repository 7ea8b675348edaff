using Ansatz.Cli.Shell;

var interruption = new Interruption(Console.Error);
return CommandLine.Run(args, Terminal.OfProcess(), interruption);
