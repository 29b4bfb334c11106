using System.Globalization;
using BenchmarkDotNet.Running;
using PostPurchase.Normalization.Benchmarks;
using PostPurchase.Normalization.Benchmarks.Gating;

const long ShortStream = 100 * StreamMemory.Megabyte;

// "gate" compares with baseline.json, "memory" watches a long stream, "startup" measures what happens once in a process, "breakdown" tells the steps apart, "triggers" the way to the handlers; everything else is BenchmarkDotNet's.
switch (args)
{
    case ["gate"]: return Math.Max(NewGate().Run(), new StreamMemory(Console.Out).Run(ShortStream, Environment.ProcessorCount));
    case ["gate", "--update"]:
        ResultTables.WriteInto(Repository.Root, NewGate().Update());
        return 0;
    case ["gate", "--tables"]:
        ResultTables.WriteInto(Repository.Root, Baseline.Read(Repository.BaselineFile));
        return 0;
    case ["memory"]: return Memory(1);
    case ["memory", "--gigabytes", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out var gigabytes) && gigabytes is > 0 and <= 1024: return Memory(gigabytes);
    case ["startup"]: return StartUp.Run();
    case ["breakdown"]: return Breakdown.Run();
    case ["triggers", .. var formats] when formats.All(SamplePayloads.Formats.Contains): return await TriggerWay.RunAsync(formats);
    case ["gate" or "memory" or "startup" or "breakdown" or "triggers", ..]:
        Console.Error.WriteLine("error: it is gate [--update | --tables], memory [--gigabytes N], startup, breakdown or triggers [FORMAT..]");
        return 2;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}

static Gate NewGate() => new(GateCases.All, Repository.BaselineFile, Console.Out);

static int Memory(double gigabytes)
{
    var memory = new StreamMemory(Console.Out);
    var bytes = (long)(gigabytes * 1024 * StreamMemory.Megabyte);
    return Math.Max(memory.Run(bytes, parallelism: 1), memory.Run(bytes, Environment.ProcessorCount));
}
