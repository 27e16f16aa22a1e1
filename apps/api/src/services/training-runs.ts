import type { Prisma, TrainingRun } from '@trifold/catalog'
import { z } from 'zod'
import type { Context } from '../context/index.ts'
import { requestError } from '../errors/index.ts'
import { keysetPage, type NodeEdge, type Page, type PageArguments } from '../paging/index.ts'

/** States in which a run changes no more. */
const FINAL_STATES: readonly TrainingRun['state'][] = ['SUCCEEDED', 'FAILED', 'CANCELLED']

/** A page of all training runs, newest first. `query` names the relations that the selection needs. */
export async function listTrainingRuns(
  { prisma }: Context,
  args: PageArguments,
  query: Pick<Prisma.TrainingRunFindManyArgs, 'include'>,
): Promise<Page<NodeEdge<TrainingRun>>> {
  return keysetPage(
    'trainingRuns',
    args,
    (take, after) => {
      const where = after ? olderThan(...after) : {}
      return prisma.trainingRun.findMany({ ...query, where, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], take })
    },
    (run) => [run.createdAt.getTime(), run.id],
  )
}

function olderThan(time: string, id: string): Prisma.TrainingRunWhereInput {
  const createdAt = new Date(Number(time))
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] }
}

export async function countTrainingRuns({ prisma }: Context): Promise<number> {
  return prisma.trainingRun.count()
}

const epochsColumn = z.array(
  z.object({
    epoch: z.number(),
    loss: z.number(),
    seconds: z.number(),
    validRecall20: z.number().nullable().default(null),
    validNdcg20: z.number().nullable().default(null),
  }),
)

/** One finished epoch. */
export type TrainingEpoch = z.output<typeof epochsColumn>[number]

/** The epochs in the JSON column of a training run. @throws ZodError if the column holds something else */
export function readEpochs(column: unknown): TrainingEpoch[] {
  return epochsColumn.parse(column)
}

/**
 * Yields the id of a training run at once and after every change, until the run has ended.
 * @throws a top-level error with code BAD_USER_INPUT if there is no such run
 */
export async function* followTrainingRun(context: Context, id: string): AsyncGenerator<string> {
  const changes = context.trainingFeed.follow(id)
  try {
    for (;;) {
      const run = await context.prisma.trainingRun.findUnique({ where: { id }, select: { state: true } })
      if (!run) throw requestError('BAD_USER_INPUT', 'No training run has this id.')
      yield id
      if (FINAL_STATES.includes(run.state)) return
      await changes.next()
    }
  } finally {
    changes.close()
  }
}
