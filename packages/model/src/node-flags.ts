/**
 * Flags of a Node process that trains. What a step leaves behind in V8's heap are small objects that die at once, and tensors
 * live outside it: a young generation of a quarter of the usual size takes 25 to 30 MiB less and no longer (decision 56).
 */
export const TRAINING_FLAGS: readonly string[] = ['--max-semi-space-size=4']
