using BenchmarkDotNet.Running;
using PostPurchase.Normalization.Benchmarks;

// "startup" measures what happens once in a process; everything else is BenchmarkDotNet's.
if (args is ["startup"]) return StartUp.Run();
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
