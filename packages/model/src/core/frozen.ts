const frozen = new WeakSet<object>()

/**
 * Declares that an array will never change, so that an engine with memory of its own (WebAssembly) may keep its copy
 * instead of making one for each call. For the item vectors of a served model.
 */
export function freezeTable<T extends Float32Array | Int32Array>(values: T): T {
  frozen.add(values)
  return values
}

/** Whether an array was declared never to change. */
export function isFrozen(values: object): boolean {
  return frozen.has(values)
}
