import { ablation, compare, imbalance, sensitivity } from './compare/index.ts'
import { audit } from './audit/index.ts'
import { coldstart } from './coldstart/index.ts'
import type { Experiment } from './runner/index.ts'
import { faithfulness } from './faithfulness/index.ts'
import { scale } from './scale/index.ts'
import { search } from './search/index.ts'
import { worlds } from './worlds/index.ts'

/** Every experiment that the command knows, in the order of its help. */
export const EXPERIMENTS: readonly Experiment[] = [
  compare,
  ablation,
  imbalance,
  sensitivity,
  coldstart,
  search,
  worlds,
  audit,
  faithfulness,
  scale,
]
