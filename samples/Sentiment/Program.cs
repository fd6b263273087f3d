using System.CommandLine.Invocation;
using Sentiment;

var parsed = CommandLine.Create(Application.Run).Parse(args);
if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
return parsed.Invoke();
