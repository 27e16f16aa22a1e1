import {
  bprLoss,
  csrFromCoordinates,
  declareSymmetric,
  declareTransposes,
  EmbeddingTable,
  pairMargins,
  propagate,
  propagateMean,
  RowAdam,
  selectBackend,
  tf,
  transposeOf,
  gradientsOf,
  type CsrMatrix,
} from '@trifold/model/internals'
import { GRAPH, readFloats, readIntegers, STEP } from '../inputs.ts'
import type { Task } from './task.ts'

const { users, items, dimension, layers, batch } = GRAPH

/** One layer of message passing over Baby's graph, forward. */
export async function propagateTask(inputs: string): Promise<Task> {
  await selectBackend()
  const graph = await normalizedGraph(inputs)
  const x = tf.tensor2d(await readFloats(inputs, 'graph-e.f32'), [users + items, dimension])
  return {
    async run() {
      const y = propagate(graph, x)
      const [first] = await y.data()
      y.dispose()
      return first ?? null
    },
  }
}

/** One training step of LightGCN on Baby's graph, as the product's base takes it; an epoch is 58 of them. */
export async function lightgcnTask(inputs: string): Promise<Task> {
  await selectBackend()
  const toUsers = await usersSide(inputs)
  const toItems = transposeOf(toUsers)
  declareTransposes(toUsers, toItems)
  const e = await readFloats(inputs, 'graph-e.f32')
  const parameters = [
    new EmbeddingTable(users, dimension, e.slice(0, users * dimension)),
    new EmbeddingTable(items, dimension, e.slice(users * dimension)),
  ].map((table) => ({
    table,
    adam: new RowAdam(table, { learningRate: STEP.learningRate }),
    rows: Int32Array.from({ length: table.rows }, (_, row) => row),
  }))
  const pairs = {
    users: (await readIntegers(inputs, 'graph-users.i32')).slice(0, batch),
    positives: (await readIntegers(inputs, 'graph-items.i32')).slice(0, batch),
    negatives: await readIntegers(inputs, 'graph-negatives.i32'),
  }
  return {
    async run() {
      const leaves = parameters.map(({ table, rows }) => table.lookup(rows))
      const { value, grads } = gradientsOf(() => {
        const [p, q] = propagateMean({ toUsers, toItems }, [leaves[0]!, leaves[1]!], layers)
        return bprLoss(pairMargins(p, q, pairs))
      }, leaves)
      const [loss] = await value.data()
      parameters.forEach(({ adam, rows }, n) => adam.apply(rows, grads[n] as tf.Tensor2D))
      tf.dispose([value, grads, leaves])
      return loss ?? null
    },
  }
}

/** R of the graph, each edge 1 / sqrt(d_u d_i). `[users, items]` */
async function usersSide(inputs: string): Promise<CsrMatrix> {
  const userOf = await readIntegers(inputs, 'graph-users.i32')
  const itemOf = await readIntegers(inputs, 'graph-items.i32')
  const degrees = (nodes: number, of: Int32Array) =>
    of.reduce((degree, node) => (degree[node]!++, degree), new Float32Array(nodes))
  const [ofUsers, ofItems] = [degrees(users, userOf), degrees(items, itemOf)]
  const values = Float32Array.from(userOf, (user, edge) => 1 / Math.sqrt(ofUsers[user]! * ofItems[itemOf[edge]!]!))
  return csrFromCoordinates(users, items, userOf, itemOf, values)
}

/** D^-1/2 [[0, R], [R^T, 0]] D^-1/2 */
async function normalizedGraph(inputs: string): Promise<CsrMatrix> {
  const userOf = await readIntegers(inputs, 'graph-users.i32')
  const itemOf = (await readIntegers(inputs, 'graph-items.i32')).map((item) => item + users)
  const nodes = users + items
  const degree = new Float32Array(nodes)
  for (const node of [userOf, itemOf]) for (const n of node) degree[n]!++
  const edges = userOf.length
  const from = new Int32Array(2 * edges)
  const to = new Int32Array(2 * edges)
  from.set(userOf)
  from.set(itemOf, edges)
  to.set(itemOf)
  to.set(userOf, edges)
  const values = Float32Array.from(from, (node, edge) => 1 / Math.sqrt(degree[node]! * degree[to[edge]!]!))
  return declareSymmetric(csrFromCoordinates(nodes, nodes, from, to, values))
}
