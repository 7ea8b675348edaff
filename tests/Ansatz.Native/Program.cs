Console.WriteLine(Ansatz.Native.NativeProgram.Run(args[0]));
