
// Buffers for folded texts are written before they are read; clearing them would cost more than the work itself.
[module: System.Runtime.CompilerServices.SkipLocalsInit]
