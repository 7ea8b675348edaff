using Outside;

// Every abstraction that a user may extend, extended from outside: a line for each, and an exception where one does not work.
using var folder = new TemporaryFolder();
Distributions.Run();
Operations.Run();
Networks.Run(folder.Path);
Autoencoders.Run(folder.Path);
Flows.Run(folder.Path);
Pictures.Run();
Console.WriteLine("all is open");
