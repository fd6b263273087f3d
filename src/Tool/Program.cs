using System.CommandLine;
using Sinter.Tool;

var root = new RootCommand("Brings trained networks into Sinter.") { ImportCommand.Create(), InspectCommand.Create() };
return await root.Parse(args).InvokeAsync();
