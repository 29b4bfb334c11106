using BenchmarkDotNet.Running;
using PostPurchase.Normalization.Benchmarks;

// "startup" measures what happens once in a process, "gate" compares with limits.csv, "triggers" takes the way to the handlers apart; everything else is BenchmarkDotNet's.
if (args is ["startup"]) return StartUp.Run();
if (args is ["gate"]) return Gate.Run();
if (args is ["triggers"]) return await TriggerWay.RunAsync();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
