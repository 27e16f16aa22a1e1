import type { Batch } from '../bases/index.ts'
import { gradientsOf, tf } from '../compute/index.ts'
import { type EstimatorStep, total } from '../mrdib/index.ts'
import type { Network } from './network.ts'

/** A batch's loss and its terms, unweighted, by name. */
export interface StepLoss {
  readonly loss: number
  readonly terms: Readonly<Record<string, number>>
}

/** A term that is no longer a number. */
export class NonFiniteTerm extends Error {
  override readonly name = 'NonFiniteTerm'
  constructor(readonly term: string) {
    super(`the term "${term}" is not a finite number`)
  }
}

/**
 * One optimization step: leaves, loss, gradients, update, then the estimators' own step, from where they and the codes were.
 * Nothing is changed where a term is not finite.
 *
 * @throws NonFiniteTerm naming the first such term in the order of the formula
 */
export async function step(network: Network, batch: Batch): Promise<StepLoss> {
  const { parameters } = network
  const { leaves, leafOf } = parameters.lookup(batch)
  let names: string[] = []
  let values: tf.Scalar[] = []
  let estimators: readonly EstimatorStep[] = []
  const { value, grads } = gradientsOf(() => {
    const result = network.loss(batch, leafOf)
    names = Object.keys(result.terms)
    values = Object.values(result.terms).map((term) => tf.keep(term.value))
    estimators = result.estimators
    return total(result.terms)
  }, leaves)
  try {
    const [loss, terms] = await readLoss(value, values, names)
    await parameters.update(batch, grads)
    for (const estimator of estimators) await estimator.take()
    return { loss, terms }
  } finally {
    tf.dispose([value, values, grads, leaves])
    for (const estimator of estimators) estimator.dispose()
  }
}

async function readLoss(
  loss: tf.Scalar,
  values: readonly tf.Scalar[],
  names: readonly string[],
): Promise<[number, Record<string, number>]> {
  const [total, ...terms] = await Promise.all([loss, ...values].map((scalar) => scalar.data<'float32'>()))
  const sum = total![0]!
  const broken = names.find((_, n) => !Number.isFinite(terms[n]![0]))
  if (broken !== undefined) throw new NonFiniteTerm(broken)
  if (!Number.isFinite(sum)) throw new NonFiniteTerm('total')
  return [sum, Object.fromEntries(names.map((name, n) => [name, terms[n]![0]!]))]
}
