import { bprTask } from './bpr.ts'
import { epochTask } from './epoch.ts'
import { recommendTask } from './explain.ts'
import { foldInTask } from './fold-in.ts'
import { copyTask, gemmTask } from './floor.ts'
import { lightgcnTask, propagateTask } from './propagate.ts'
import { serveTask } from './serve.ts'
import type { TaskFactory } from './task.ts'
import { trainTask } from './train.ts'

/** Every benchmark by name. */
export const TASKS: Readonly<Record<string, TaskFactory>> = {
  train: trainTask,
  bpr: bprTask,
  vbpr: () => epochTask(false),
  mrdib: () => epochTask(true),
  propagate: propagateTask,
  lightgcn: lightgcnTask,
  'serve-7k-1': () => serveTask(7_000, 1),
  'serve-7k-256': () => serveTask(7_000, 256),
  'serve-7k-all': () => serveTask(7_050, 19_445),
  'serve-100k-1': () => serveTask(100_000, 1),
  'serve-1m-1': () => serveTask(1_000_000, 1),
  'serve-100k-256': () => serveTask(100_000, 256),
  'serve-1m-256': () => serveTask(1_000_000, 256),
  'recommend-7k': () => recommendTask(false),
  'explain-7k': () => recommendTask(true),
  'fold-in-new': () => foldInTask(false),
  'fold-in-known': () => foldInTask(true),
  gemm: gemmTask,
  copy: copyTask,
}
