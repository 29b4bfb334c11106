using System.Globalization;
using PostPurchase.Normalization.KillTest;

// "run [kills] [events] [seed]" is the test, 200 20000 1 where nothing is given; "worker ..." is what it starts and kills.
if (args is ["worker", var folder, var events, var seed, var part, var parts])
{
    using var worker = new WorkerProcess(folder, Number(events), Number(seed), Number(part), Number(parts));
    await worker.RunAsync();
    return 0;
}
if (args is not ["run", ..])
{
    Console.Error.WriteLine("usage: run [kills] [events] [seed]");
    return 2;
}

var kills = args.Length > 1 ? Number(args[1]) : 200;
var place = Directory.CreateTempSubdirectory("postpurchase-kill-");
try
{
    var report = await KillRun.RunAsync(place.FullName, kills, args.Length > 2 ? Number(args[2]) : 20_000, args.Length > 3 ? Number(args[3]) : 1);
    foreach (var fault in report.Faults.Take(20)) Console.WriteLine(fault);
    Console.WriteLine($"{report.Kills} kills, {report.Shipments} shipments, {report.Triggers} triggers, handled {report.Handled} times ({report.Handled - report.Triggers} repeats), {report.Faults.Count} faults");
    if (report.Kills < kills) Console.WriteLine($"error: the worker was done after {report.Kills} kills");
    return report.Faults.Count == 0 && report.Kills == kills ? 0 : 1;
}
finally
{
    place.Delete(recursive: true);
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
