import type { Csr } from '../data/csr.ts'
import type { Factors } from './factors.ts'

/**
 * Refuses factors whose arrays do not have the sizes they claim: a scan over them would read past a row in silence.
 *
 * @throws RangeError naming the array
 */
export function checkFactors(factors: Factors): void {
  const { users, items, blocks, modalities, decoders, interventional } = factors
  const check = (name: string, found: number, expected: number) => {
    if (found !== expected) throw new RangeError(`${name} holds ${found} numbers instead of ${expected}`)
  }
  blocks.forEach(({ dimension, user, item }, n) => {
    if (user instanceof Float32Array) check(`blocks[${n}].user`, user.length, users * dimension)
    else checkHistory(`blocks[${n}].user`, user, users, dimension)
    check(`blocks[${n}].item`, item.length, items * dimension)
  })
  modalities.forEach(({ name, present }) => check(`the ${name} modality's present`, present.length, items))
  if (decoders.length > 0) check('decoders', decoders.length, modalities.length)
  decoders.forEach(({ dimension, user, item }, m) => {
    check(`the ${modalities[m].name} decoder's user`, user.length, users * dimension)
    check(`the ${modalities[m].name} decoder's item`, item.length, items * dimension)
  })
  check('interventional.alone', interventional.alone.length, modalities.length)
  for (const place of [...interventional.joint, ...interventional.alone.flat()]) {
    if (!(place in blocks)) throw new RangeError(`the interventional reading names a block ${place} that is not there`)
  }
  if (!blocks.some((block) => block.inScore)) throw new RangeError('no block is in the score')
}

function checkHistory(name: string, { indptr, indices }: Csr, users: number, dimension: number): void {
  if (indptr.length !== users + 1) throw new RangeError(`${name} holds ${indptr.length - 1} rows instead of ${users}`)
  if (indptr[0] !== 0 || indptr[users] !== indices.length || indptr.some((end, n) => n > 0 && end < indptr[n - 1])) {
    throw new RangeError(`${name} is no matrix in compressed rows`)
  }
  if (indices.some((column) => column >= dimension))
    throw new RangeError(`${name} names a column past ${dimension - 1}`)
}
