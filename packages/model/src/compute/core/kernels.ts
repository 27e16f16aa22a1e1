import { adamKernel } from './adam.ts'
import { gaussianBottleneck } from './gaussian.ts'
import { bprLoss, infoNce, sumScalars } from './losses.ts'
import { mineBound } from './mine-bound.ts'
import { weightedNorms } from './norms.ts'
import { pairMargins } from './pairs.ts'
import { projectRows } from './project-rows.ts'
import { propagate, propagateMean } from './propagate.ts'
import { gatherRows, normalizeRows } from './rows.ts'
import type { Kernels } from '../kernels.ts'

/** The coarse operations on the compute core; shapes and meaning as in the reference bodies. */
export const CORE_KERNELS: Kernels = {
  gatherRows,
  projectRows,
  gaussianBottleneck,
  pairMargins,
  bprLoss,
  sumScalars,
  weightedNorms,
  normalizeRows,
  infoNce,
  propagate,
  propagateMean,
  mineBound,
  adamStep: adamKernel,
}
