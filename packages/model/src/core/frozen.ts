const frozen = new WeakSet<object>()

/**
 * Declares that an array will never change, so that copies of it may be kept: by an engine with memory of its own
 * (WebAssembly), instead of one for each call, and by `scoreTopK` in bytes. For the item vectors of a served model.
 */
export function freezeTable<T extends Float32Array | Int32Array>(values: T): T {
  frozen.add(values)
  return values
}

/** Whether an array was declared never to change. */
export function isFrozen(values: object): boolean {
  return frozen.has(values)
}
