import {
  bprLoss,
  distinct,
  EmbeddingTable,
  gatherRows,
  gaussianBottleneck,
  infoNce,
  normalizeRows,
  pairMargins,
  projectRows,
  RowAdam,
  selectBackend,
  tf,
  gradientsOf,
} from '@trifold/model/internals'
import { readFloats, readIntegers, STEP } from '../inputs.ts'
import type { Task } from './task.ts'

const { users, items, batch, dimension, features, temperature, klWeight, contrastWeight, learningRate } = STEP

interface Parameter {
  readonly table: EmbeddingTable
  readonly adam: RowAdam
  readonly scope: 'users' | 'items' | 'whole'
}

/** The training step of docs/compute.md, written with the operations that the trainer uses. */
export async function trainTask(inputs: string): Promise<Task> {
  await selectBackend()
  const add = (rows: number, columns: number, values: Float32Array, scope: Parameter['scope']): Parameter => {
    const table = new EmbeddingTable(rows, columns, values)
    return { table, scope, adam: new RowAdam(table, { learningRate }) }
  }
  const parameters = [
    add(users, dimension, await readFloats(inputs, 'p.f32'), 'users'),
    add(users, dimension, await readFloats(inputs, 'theta.f32'), 'users'),
    add(items, dimension, await readFloats(inputs, 'q.f32'), 'items'),
  ]
  const tables: { values: Float32Array; dimension: number }[] = []
  for (const [m, width] of features.entries()) {
    tables.push({ values: await readFloats(inputs, `x${m}.f32`), dimension: width })
    parameters.push(
      add(width, dimension, await readFloats(inputs, `w${m}.f32`), 'whole'),
      add(1, dimension, new Float32Array(dimension), 'whole'),
      add(dimension, dimension, new Float32Array(dimension * dimension), 'whole'),
      add(1, dimension, new Float32Array(dimension).fill(-4), 'whole'),
    )
  }
  const batches = await Promise.all(Array.from({ length: STEP.batches }, (_, n) => readBatch(inputs, n)))
  let next = 0
  return {
    async run() {
      const { userRows, itemRows, userPlaces, positives, negatives, noise } = batches[next++ % batches.length]!
      const rowsOf = ({ scope, table }: Parameter) =>
        scope === 'users' ? userRows : scope === 'items' ? itemRows : everyRow(table.rows)
      const leaves = parameters.map((parameter) => parameter.table.lookup(rowsOf(parameter)))
      const { value, grads } = gradientsOf(() => {
        const [p, theta, q] = [leaves[0]!, leaves[1]!, leaves[2]!]
        const codes = tables.map((table, m) => {
          const [w, c, v, d] = leaves.slice(3 + 4 * m)
          const mu = projectRows(table, itemRows, w!, tf.reshape(c!, [dimension])) // [item rows, dimension]
          return gaussianBottleneck(mu, v!, d!, tf.tensor2d(noise[m]!, mu.shape))
        })
        const [first, second] = [codes[0]!, codes[1]!]
        const z: tf.Tensor2D = tf.add(first.z, second.z) // [item rows, dimension]
        const pairs = { users: userPlaces, positives, negatives }
        const margin: tf.Tensor1D = tf.add(pairMargins(p, q, pairs), pairMargins(theta, z, pairs)) // [batch]
        const contrasted = (code: tf.Tensor2D) => normalizeRows(gatherRows(code, positives)) // [batch, dimension]
        return tf.addN([
          bprLoss(margin),
          tf.mul(klWeight, first.kl),
          tf.mul(klWeight, second.kl),
          tf.mul(contrastWeight, infoNce(contrasted(first.z), contrasted(second.z), temperature)),
        ]) as tf.Scalar
      }, leaves)
      const [loss] = await value.data()
      for (const [n, parameter] of parameters.entries()) {
        await parameter.adam.apply(rowsOf(parameter), grads[n] as tf.Tensor2D)
      }
      tf.dispose([value, grads, leaves])
      return loss ?? null
    },
  }
}

/** One batch: distinct rows, and where each pair's user and items are among them. */
async function readBatch(inputs: string, n: number) {
  const positives = await readIntegers(inputs, `positives${n}.i32`)
  const negatives = await readIntegers(inputs, `negatives${n}.i32`)
  const both = new Int32Array(2 * batch)
  both.set(positives)
  both.set(negatives, batch)
  const itemRows = distinct(both)
  const userRows = distinct(await readIntegers(inputs, `users${n}.i32`))
  return {
    userRows: userRows.rows,
    userPlaces: userRows.positions,
    itemRows: itemRows.rows,
    positives: itemRows.positions.slice(0, batch),
    negatives: itemRows.positions.slice(batch),
    noise: await Promise.all(features.map((_, m) => readFloats(inputs, `noise${n}-${m}.f32`))),
  }
}

const everyRow = (count: number) => Int32Array.from({ length: count }, (_, row) => row)
