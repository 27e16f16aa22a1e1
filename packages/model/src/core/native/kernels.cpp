// Compiled once per instruction set, with -DCORE_ISA=<its name> and that set's flags (see build.mjs).
#include "../kernels/call.inc"
