using BenchmarkDotNet.Running;
using PostPurchase.Normalization.Benchmarks;

// "startup" measures what happens once in a process, "gate" compares with limits.csv, "breakdown" tells the steps apart; everything else is BenchmarkDotNet's.
if (args is ["startup"]) return StartUp.Run();
if (args is ["gate"]) return Gate.Run();
if (args is ["breakdown"]) return Breakdown.Run();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
