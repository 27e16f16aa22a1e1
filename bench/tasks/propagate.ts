import {
  bprLoss, csrFromCoordinates, declareSymmetric, DenseAdam, distinct, gatherRows, pairMargins, propagate, selectBackend, tf, type CsrMatrix,
} from '@trifold/model/compute'
import { GRAPH, readFloats, readIntegers, STEP } from '../inputs.ts'
import type { Task } from './task.ts'

const { users, items, dimension, layers, batch } = GRAPH

/** One layer of message passing over Baby's graph, forward. */
export async function propagateTask(inputs: string): Promise<Task> {
  await selectBackend()
  const graph = await normalisedGraph(inputs)
  const x = tf.tensor2d(await readFloats(inputs, 'graph-e.f32'), [users + items, dimension])
  return {
    async run() {
      const y = propagate(graph, x)
      const [first] = await y.data()
      y.dispose()
      return first
    },
  }
}

/** One training step of LightGCN on Baby's graph; an epoch is 58 of them. */
export async function lightgcnTask(inputs: string): Promise<Task> {
  await selectBackend()
  const graph = await normalisedGraph(inputs)
  const e = tf.variable(tf.tensor2d(await readFloats(inputs, 'graph-e.f32'), [users + items, dimension]))
  const adam = new DenseAdam([e], { learningRate: STEP.learningRate })
  const nodes = new Int32Array(3 * batch)
  nodes.set((await readIntegers(inputs, 'graph-users.i32')).slice(0, batch))
  nodes.set((await readIntegers(inputs, 'graph-items.i32')).slice(0, batch).map((item) => item + users), batch)
  nodes.set((await readIntegers(inputs, 'graph-negatives.i32')).map((item) => item + users), 2 * batch)
  const { rows, positions } = distinct(nodes)
  const [userRows, positives, negatives] = [0, 1, 2].map((n) => positions.slice(n * batch, (n + 1) * batch))
  return {
    async run() {
      const { value, grads } = tf.variableGrads(() => {
        const views: tf.Tensor2D[] = [e as unknown as tf.Tensor2D]
        for (let layer = 0; layer < layers; layer++) views.push(propagate(graph, views[layer]))
        const sum = tf.addN(views) as tf.Tensor2D // [nodes, dimension]
        const scale = 1 / (layers + 1) ** 2 // both factors of each product are means over the layers
        const touched = gatherRows(sum, rows) // [distinct nodes, dimension]
        return bprLoss(tf.mul(pairMargins(touched, touched, { users: userRows, positives, negatives }), scale))
      }, [e])
      const [loss] = await value.data()
      adam.apply([grads[e.name]])
      tf.dispose([value, grads])
      return loss
    },
  }
}

/** D^-1/2 [[0, R], [R^T, 0]] D^-1/2 */
async function normalisedGraph(inputs: string): Promise<CsrMatrix> {
  const userOf = await readIntegers(inputs, 'graph-users.i32')
  const itemOf = (await readIntegers(inputs, 'graph-items.i32')).map((item) => item + users)
  const nodes = users + items
  const degree = new Float32Array(nodes)
  for (const node of [userOf, itemOf]) for (const n of node) degree[n]++
  const edges = userOf.length
  const from = new Int32Array(2 * edges)
  const to = new Int32Array(2 * edges)
  from.set(userOf)
  from.set(itemOf, edges)
  to.set(itemOf)
  to.set(userOf, edges)
  const values = Float32Array.from(from, (node, edge) => 1 / Math.sqrt(degree[node] * degree[to[edge]]))
  return declareSymmetric(csrFromCoordinates(nodes, nodes, from, to, values))
}
