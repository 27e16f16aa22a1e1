import { beforeAll, describe, expect, it } from 'vitest'
import {
  gaussianBottleneck,
  infoNce,
  mineBound,
  pairMargins,
  projectRows,
  propagate,
  propagateMean,
  selectBackend,
  tf,
} from '../index.ts'
import { csrFromCoordinates } from '../../linalg/index.ts'

beforeAll(() => selectBackend('cpu'))

const zeros = (...shape: [number, number]) => tf.zeros<tf.Rank.R2>(shape)
const rows = Int32Array.of(0)
const edge = csrFromCoordinates(2, 2, [0], [1], [1])

describe('operands that do not fit', () => {
  const critic = {
    wa: zeros(2, 4),
    wb: zeros(3, 4),
    bias: tf.zeros<tf.Rank.R1>([4]),
    out: tf.zeros<tf.Rank.R1>([4]),
    outBias: tf.scalar(0),
  }
  const features = { values: new Float32Array(6), dimension: 3 }
  const order = Int32Array.of(4, 3, 2, 1, 0)
  const mean = { log: 0, share: 0.1 }
  it.each<[string, () => unknown]>([
    [
      'gaussianBottleneck: weight must be [3, 3], not [3, 2]',
      () => gaussianBottleneck(zeros(2, 3), zeros(3, 2), zeros(1, 3), null),
    ],
    [
      'gaussianBottleneck: bias must be [1, 3], not [3, 1]',
      () => gaussianBottleneck(zeros(2, 3), zeros(3, 3), zeros(3, 1), null),
    ],
    [
      'gaussianBottleneck: noise must be [2, 3], not [1, 3]',
      () => gaussianBottleneck(zeros(2, 3), zeros(3, 3), zeros(1, 3), zeros(1, 3)),
    ],
    ['infoNce: b must be [4, 2], not [3, 2]', () => infoNce(zeros(4, 2), zeros(3, 2), 1)],
    ['mineBound: zb must be [5, 3], not [4, 3]', () => mineBound(zeros(5, 2), zeros(4, 3), critic, order, mean)],
    ['mineBound: wb must be [2, 4], not [3, 4]', () => mineBound(zeros(5, 2), zeros(5, 2), critic, order, mean)],
    [
      'mineBound: out must be [4], not [1]',
      () => mineBound(zeros(5, 2), zeros(5, 3), { ...critic, out: tf.zeros([1]) }, order, mean),
    ],
    ['mineBound: the shuffle must name every row', () => mineBound(zeros(4, 2), zeros(4, 3), critic, order, mean)],
    [
      'mineBound: the shuffle must be a permutation',
      () => mineBound(zeros(5, 2), zeros(5, 3), critic, Int32Array.of(0, 0, 1, 2, 3), mean),
    ],
    [
      'pairMargins: items must be [3, 2], not [3, 4]',
      () => pairMargins(zeros(2, 2), zeros(3, 4), { users: rows, positives: rows, negatives: rows }),
    ],
    ['projectRows: w must be [3, 2], not [2, 2]', () => projectRows(features, rows, zeros(2, 2), tf.zeros([2]))],
    ['projectRows: b must be [2], not [1]', () => projectRows(features, rows, zeros(3, 2), tf.zeros([1]))],
    ['propagate: x must be [2, 4], not [3, 4]', () => propagate(edge, zeros(3, 4))],
    [
      'propagateMean: users must be [2, 4], not [3, 4]',
      () => propagateMean({ toUsers: edge, toItems: edge }, [zeros(3, 4), zeros(2, 4)], 1),
    ],
  ])('%s', (message, run) => expect(run).toThrow(message))
})
