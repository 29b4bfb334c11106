using Quickstart;

var payloads = Path.Combine(AppContext.BaseDirectory, "payloads");

Console.WriteLine("Five carriers:");
foreach (var file in Directory.EnumerateFiles(payloads).Order(StringComparer.Ordinal)) Plain.Print(file);

Console.WriteLine();
Console.WriteLine("From a service:");
await WithServices.PrintAttemptsAsync(Path.Combine(payloads, "ups-track.json"), CancellationToken.None);

Console.WriteLine();
Console.WriteLine("Through the sink door:");
SinkDoor.Print(File.ReadAllBytes(Path.Combine(payloads, "fedex-track.json")));

Console.WriteLine();
Console.WriteLine("With a host's own meaning of a code:");
Layers.Print(Path.Combine(AppContext.BaseDirectory, "our-maps"), File.ReadAllBytes(Path.Combine(payloads, "ups-track.json")));

Console.WriteLine();
Console.WriteLine("One shipment, handed over from one carrier to another:");
Timeline.Print(Path.Combine(AppContext.BaseDirectory, "handover"));

Console.WriteLine();
Console.WriteLine("Triggers:");
await Triggers.PrintAsync(payloads, Path.Combine(AppContext.BaseDirectory, "our-rules", "dear-orders.json"), CancellationToken.None);
