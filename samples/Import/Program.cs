using System.CommandLine.Invocation;
using Import;

var parsed = CommandLine.Create(Application.Run).Parse(args);
if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
return parsed.Invoke();
