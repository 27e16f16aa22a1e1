/**
 * Compares one backend with the cpu backend on every coarse operation, in a process of its own: a device's driver is
 * chosen by environment variables that must be there before it is loaded, and may take the process down.
 * `tsx check-backend.ts <backend> [tiny|odd|blocks ...]` prints one line of JSON (`BackendCheck`): the backend's detail
 * with what the comparison found; or why the backend cannot be used.
 */
import { selectBackend, tf } from '../index.ts'
import { BLOCKS, ODD, operationCases, TINY, type Size } from './cases.ts'
import { relativeError, valueAndGradients, type Case } from './gradient-check.ts'

export type BackendCheck =
  | { readonly why: string }
  | {
      readonly why?: undefined
      readonly detail: string
      /** Largest relative error of the value and of the gradients, by size and operation. */
      readonly errors: Readonly<Record<string, number>>
      /** Cases that gave other bits the second time, or kept tensors. */
      readonly unsteady: readonly string[]
      readonly leaking: readonly string[]
    }

const SIZES: Readonly<Record<string, Size>> = { tiny: TINY, odd: ODD, blocks: BLOCKS }

/** Every case of the given sizes, by `<size> <operation>`. */
export const casesOf = (sizes: readonly string[]): [string, () => Case][] =>
  sizes.flatMap((size) =>
    Object.entries(operationCases(SIZES[size]!)).map(([name, make]): [string, () => Case] => [`${size} ${name}`, make]),
  )

async function check(backend: string, sizes: readonly string[]): Promise<BackendCheck> {
  const cases = casesOf(sizes)
  const expected: Record<string, Float32Array[]> = {}
  await selectBackend('cpu')
  for (const [name, make] of cases) expected[name] = await valueAndGradients(make())

  const { detail } = await selectBackend(backend)
  const errors: Record<string, number> = {}
  const unsteady: string[] = []
  const leaking: string[] = []
  for (const [name, make] of cases) {
    const actual = await valueAndGradients(make())
    errors[name] = Math.max(...actual.map((array, n) => relativeError(array, expected[name]![n]!)))
    const again = await valueAndGradients(make())
    if (again.some((array, n) => relativeError(array, actual[n]!) > 0)) unsteady.push(name)
    const { inputs, run } = make()
    const before = tf.memory().numTensors
    tf.tidy(() => void tf.grads((...leaves) => tf.sum(run(...leaves)))(inputs))
    if (tf.memory().numTensors !== before) leaking.push(name)
  }
  return { detail, errors, unsteady, leaking }
}

if (process.argv[1]?.endsWith('check-backend.ts')) {
  const [backend, ...sizes] = process.argv.slice(2)
  const answer = await check(backend!, sizes.length > 0 ? sizes : ['tiny']).catch((error: Error) => ({
    why: error.message,
  }))
  process.stdout.write(JSON.stringify(answer) + '\n', () => process.exit(0))
}
