using System.CommandLine.Invocation;
using Zoo;

var parsed = CommandLine.Create().Parse(args);
if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
return parsed.Invoke();
