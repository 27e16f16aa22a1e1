/**
 * The kernels by number, as in `kernels/call.h`, with what happens to each array. `in` is read, `out` is written
 * whole, `inout` is read and changed, `table` is read and may be kept between calls: it must never change.
 * (Any other array may be kept too once it was declared so with `freezeTable`.)
 */
export const KERNELS = {
  gemm: { number: 0, arrays: ['in', 'in', 'out'] },
  projectRows: { number: 1, arrays: ['table', 'table', 'in', 'in', 'in', 'out'] },
  projectRowsGradient: { number: 2, arrays: ['table', 'table', 'in', 'in', 'out', 'out'] },
  gatherRows: { number: 3, arrays: ['in', 'in', 'out'] },
  scatterAdd: { number: 4, arrays: ['in', 'in', 'out'] },
  pairMargins: { number: 5, arrays: ['in', 'in', 'in', 'in', 'in', 'out'] },
  pairMarginsGradient: { number: 6, arrays: ['in', 'in', 'in', 'in', 'in', 'in', 'out', 'out'] },
  normalizeRows: { number: 7, arrays: ['in', 'out', 'out'] },
  normalizeRowsGradient: { number: 8, arrays: ['in', 'in', 'in', 'out'] },
  adam: { number: 9, arrays: ['in', 'in', 'inout', 'inout', 'inout'] },
  propagate: { number: 10, arrays: ['table', 'table', 'table', 'in', 'out'] },
  gaussianBottleneck: { number: 11, arrays: ['in', 'in', 'in', 'in', 'out', 'out', 'out'] },
  gaussianBottleneckGradient: { number: 12, arrays: ['in', 'in', 'in', 'in', 'in', 'out', 'out', 'out'] },
  normals: { number: 13, arrays: ['out'] },
  infoNce: { number: 14, arrays: ['in', 'in', 'out', 'out', 'out'] },
  mineBound: {
    number: 15,
    arrays: ['in', 'in', 'in', 'in', 'in', 'in', 'in', 'in', 'out', 'out', 'out', 'out', 'out', 'out', 'out'],
  },
  topK: { number: 16, arrays: ['in', 'in', 'in', 'in', 'out', 'out', 'in'] },
  elementwise: { number: 17, arrays: ['in', 'in', 'out'] },
  weightedNorm: { number: 18, arrays: ['in', 'in', 'out'] },
  weightedNormGradient: { number: 19, arrays: ['in', 'in', 'out'] },
  propagateMean: { number: 21, arrays: ['table', 'table', 'table', 'table', 'table', 'table', 'in', 'in', 'out', 'out'] },
