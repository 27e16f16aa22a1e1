import * as tf from './tf.ts'

/** What the engine writes down of an operation while its tape runs; its types hide it. */
interface TapeNode {
  readonly kernelName: string
  readonly inputs: tf.NamedTensorMap
  readonly outputs: readonly tf.Tensor[]
  /** Kept for the backward pass, and to be disposed after it. */
  readonly saved: readonly tf.Tensor[]
  /** Slopes of the outputs, null for one of which nothing depends, to those of the inputs. */
  readonly gradient?: (dys: readonly (tf.Tensor | null)[]) => Record<string, () => tf.Tensor>
}

interface Tape {
  startTape(): void
  endTape(): void
  readonly state: { activeTape: readonly TapeNode[] | null }
}

/**
 * A value and its gradients by reverse accumulation, as `engine().gradients` gives them to the bit, for first derivatives.
 * That keeps everything to the end of the backward pass; here what an operation saved, and the slope it was asked with, are
 * gone as soon as the walk has passed it, so that a step works in a fraction of the memory, most of it still in the cache;
 * and slopes that several operations have for one tensor are added up at once.
 *
 * @param xs tensors made before `f` runs
 * @returns gradients in the order of `xs`, undefined for one that the value does not depend on
 */
export function gradientsOf(
  f: () => tf.Scalar,
  xs: readonly tf.Tensor[],
): { value: tf.Scalar; grads: (tf.Tensor | undefined)[] } {
  const engine = tf.engine() as unknown as Tape
  let value: tf.Scalar
  engine.startTape()
  try {
    value = tf.tidy(f)
  } finally {
    engine.endTape()
  }
  const tape = engine.state.activeTape ?? []
  engine.state.activeTape = null
  try {
    return { value, grads: tf.tidy(() => walkBack(tape, value, xs)) }
  } finally {
    for (const { saved } of tape) tf.dispose([...saved]) // what the walk has not come to, if it threw
  }
}

function walkBack(tape: readonly TapeNode[], value: tf.Scalar, xs: readonly tf.Tensor[]): (tf.Tensor | undefined)[] {
  const varying = reachedFrom(xs, tape)
  const slopes = new Slopes()
  slopes.add(value, tf.ones([]))
  for (let n = tape.length - 1; n >= 0; n--) {
    const node = tape[n]!
    const dys = node.outputs.map((output) => slopes.take(output))
    if (dys.some((dy) => dy !== null)) {
      const names = Object.keys(node.inputs).filter((name) => varying.has(node.inputs[name]!.id))
      const dxs = names.length > 0 ? slopesOf(node, dys, names) : []
      names.forEach((name, i) => slopes.add(node.inputs[name]!, dxs[i]!))
      for (const dy of dys) dy?.dispose()
    }
    tf.dispose([...node.saved])
  }
  const grads = xs.map((x) => slopes.take(x) ?? undefined)
  if (grads.every((gradient) => gradient === undefined))
    throw new Error('The value depends on none of the tensors asked for.')
  return grads
}

/** The ids of all that was computed from some tensors, theirs among them. */
function reachedFrom(xs: readonly tf.Tensor[], tape: readonly TapeNode[]): Set<number> {
  const reached = new Set(xs.map(({ id }) => id))
  for (const { inputs, outputs } of tape) {
    for (const name in inputs) {
      if (!reached.has(inputs[name]!.id)) continue
      for (const { id } of outputs) reached.add(id)
      break
    }
  }
  return reached
}

/** The slopes of some inputs of an operation, each a tensor of its own. */
function slopesOf(node: TapeNode, dys: readonly (tf.Tensor | null)[], names: readonly string[]): tf.Tensor[] {
  const { kernelName, inputs, gradient } = node
  if (!gradient) throw new Error(`The operation ${kernelName} has no gradient.`)
  return tf.tidy(() => {
    const given = gradient(dys)
    const taken: (tf.Tensor | null)[] = [...dys]
    return names.map((name) => {
      const dx = given[name]!()
      if (!tf.util.arraysEqual(dx.shape, inputs[name]!.shape)) {
        throw new Error(
          `The gradient of ${kernelName} for ${name} has shape [${dx.shape}] and not [${inputs[name]!.shape}].`,
        )
      }
      const own = taken.includes(dx) ? tf.clone(dx) : dx // handed on, or given for two inputs
      taken.push(own)
      return own
    })
  })
}

/** Slopes on their way back, by tensor. */
class Slopes {
  readonly #of = new Map<number, tf.Tensor[]>()

  add({ id }: tf.Tensor, slope: tf.Tensor): void {
    const others = this.#of.get(id)
    if (others) others.push(slope)
    else this.#of.set(id, [slope])
  }

  /** The sum of a tensor's slopes, in the order in which they came; null where there is none. */
  take({ id }: tf.Tensor): tf.Tensor | null {
    const parts = this.#of.get(id)
    if (!parts) return null
    this.#of.delete(id)
    if (parts.length === 1) return parts[0]!
    const sum = tf.addN(parts)
    tf.dispose(parts)
    return sum
  }
}
