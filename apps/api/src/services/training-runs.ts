import type { Prisma, TrainingRun } from '@trifold/catalog'
import type { Context } from '../context.ts'
import { requestError } from '../errors/request-error.ts'
import { checkFirst } from '../limits/first.ts'
import { decodeCursor, encodeCursor } from '../paging/cursor.ts'
import { pageOf, type Page } from '../paging/page.ts'

/** States after which a run moves no more. */
const ENDED: readonly TrainingRun['state'][] = ['SUCCEEDED', 'FAILED', 'CANCELLED']

/** A page of all training runs, newest first. `query` says which relations the selection needs. */
export async function listTrainingRuns(
  context: Context,
  args: { first: number; after?: string | null },
  query: Pick<Prisma.TrainingRunFindManyArgs, 'include'>,
): Promise<Page<TrainingRun>> {
  const first = checkFirst(args.first)
  const rows = await context.prisma.trainingRun.findMany({
    ...query,
    where: args.after ? olderThan(decodeCursor('trainingRuns', args.after)) : {},
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: first + 1,
  })
  return pageOf(rows, first, args.after, (run) => encodeCursor('trainingRuns', run.createdAt.getTime(), run.id))
}

function olderThan([time, id]: readonly string[]): Prisma.TrainingRunWhereInput {
  const createdAt = new Date(Number(time))
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}

export async function countTrainingRuns(context: Context): Promise<number> {
  return context.prisma.trainingRun.count()
}

/**
 * The id of a training run, at once and whenever the run moves on, until it has ended.
 * @throws a top-level error with code BAD_USER_INPUT where there is no such run
 */
export async function* followTrainingRun(context: Context, id: string): AsyncGenerator<string> {
  const moves = context.trainingFeed.follow(id)
  try {
    for (;;) {
      const run = await context.prisma.trainingRun.findUnique({ where: { id }, select: { state: true } })
      if (!run) throw requestError('BAD_USER_INPUT', 'No training run has this id.')
      yield id
      if (ENDED.includes(run.state)) return
      await moves.next()
    }
  } finally {
    moves.close()
  }
}
