import { engineInUse } from '../../core/index.ts'
import { allocate } from '../memory.ts'
import { checkRows, matrixOf, read } from './arrays.ts'
import * as tf from '../tf.ts'
import type { Differentiable, Save } from '../kernels.ts'
import type { Pairs } from '../pair-margins.ts'

/** <users[pairs.users[i]], items[pairs.positives[i]] - items[pairs.negatives[i]]> */
export function pairMargins(
  users: tf.Tensor2D,
  items: tf.Tensor2D,
  pairs: Pairs,
  save: Save,
): Differentiable<tf.Tensor1D> {
  const [[userCount, dimension], [itemCount]] = [users.shape, items.shape]
  checkRows(pairs.users, userCount, 'pairMargins, users')
  checkRows(pairs.positives, itemCount, 'pairMargins, positives')
  checkRows(pairs.negatives, itemCount, 'pairMargins, negatives')
  save([users, items])
  const places = [pairs.users, pairs.positives, pairs.negatives]
  const out = allocate(pairs.users.length)
  engineInUse().call('pairMargins', [out.length, dimension], read(users), read(items), ...places, out)
  return {
    value: tf.tensor1d(out),
    gradient: (dy, [users, items]) => {
      const dUsers = allocate(users!.size)
      const dItems = allocate(items!.size)
      engineInUse().call(
        'pairMarginsGradient',
        [dy.size, dimension, userCount, itemCount],
        read(users!),
        read(items!),
        ...places,
        read(dy),
        dUsers,
        dItems,
      )
      return [matrixOf(dUsers, userCount, dimension), matrixOf(dItems, itemCount, dimension)]
    },
  }
}
