import { TrainingState } from '@trifold/catalog'
import { queryFromInfo } from '@pothos/plugin-prisma'
import { perEntry } from '../limits/cost.ts'
import { readEpochs, type TrainingEpoch } from '../services/training-epochs.ts'
import { countTrainingRuns, followTrainingRun, listTrainingRuns } from '../services/training-runs.ts'
import { parseUuid } from '../ids.ts'
import { pageArguments } from './arguments.ts'
import { builder } from './builder.ts'

const TrainingStateRef = builder.enumType('TrainingState', {
  description: 'Where a training run stands.',
  values: {
    [TrainingState.QUEUED]: { description: 'Waiting for a worker.' },
    [TrainingState.RUNNING]: { description: 'A worker is training.' },
    [TrainingState.EVALUATING]: { description: 'Trained; the model is measured and published.' },
    [TrainingState.SUCCEEDED]: { description: 'Done: `modelVersion` is the result.' },
    [TrainingState.FAILED]: { description: 'Given up: `error` says why.' },
    [TrainingState.CANCELLED]: { description: 'Called off.' },
  } as const,
})

const TrainingEpochRef = builder.objectRef<TrainingEpoch>('TrainingEpoch').implement({
  description: 'What one pass over the training data came to.',
  permission: 'public',
  fields: (t) => ({
    epoch: t.exposeInt('epoch', { description: 'Number of the epoch, from 1.' }),
    loss: t.exposeFloat('loss', { description: 'Mean training loss.' }),
    seconds: t.exposeFloat('seconds', { description: 'How long it took.' }),
    validRecall20: t.exposeFloat('validRecall20', {
      nullable: true,
      description: 'Recall@20 on the validation part; null where the epoch was not evaluated.',
    }),
    validNdcg20: t.exposeFloat('validNdcg20', {
      nullable: true,
      description: 'NDCG@20 on the validation part; null where the epoch was not evaluated.',
    }),
  }),
})

export const TrainingRunRef = builder.prismaNode('TrainingRun', {
  id: { field: 'id', description: 'Opaque global id.' },
  nullable: true,
  description: 'The training of a model, from the queue to the published version.',
  permission: 'public',
  fields: (t) => ({
    state: t.expose('state', { type: TrainingStateRef, description: 'Where it stands.' }),
    progress: t.exposeFloat('progress', { description: 'Share of the work done, 0 to 1.' }),
    epochs: t.field({
      type: [TrainingEpochRef],
      description: 'The epochs done so far, in order.',
      resolve: (run) => readEpochs(run.epochs),
    }),
    error: t.exposeString('error', {
      nullable: true,
      description:
        'Why it failed, in one sentence, or what was amiss with one that succeeded all the same; null where nothing was.',
    }),
    autoPromote: t.exposeBoolean('autoPromote', {
      description: 'Whether the result goes into production at once when the gate lets it through.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was asked for.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When a worker took it up.' }),
    finishedAt: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended, either way.' }),
    modelVersion: t.relation('modelVersion', {
      nullable: true,
      description: 'The result; null until it is published.',
    }),
    config: t.expose('config', { type: 'JSON', description: 'The configuration of the training.' }),
  }),
})

const TrainingRunConnection = builder.connectionObject(
  {
    type: TrainingRunRef,
    name: 'TrainingRunConnection',
    description: 'A page of training runs.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'Number of training runs in the whole list; counted only when asked for.',
        complexity: 10,
        resolve: (_connection, _args, context) => countTrainingRuns(context),
      }),
    }),
  },
  { name: 'TrainingRunEdge', description: 'A training run of the list.' },
)

builder.queryField('trainingRuns', (t) =>
  t.field({
    type: TrainingRunConnection,
    permission: 'public',
    description: 'All training runs, newest first.',
    args: pageArguments,
    complexity: perEntry,
    resolve: (_root, args, context, info) =>
      listTrainingRuns(context, args, queryFromInfo({ context, info, path: ['edges', 'node'] })),
  }),
)

builder.subscriptionType({
  description: 'What the API tells of its own accord, over graphql-ws on the same path.',
  fields: (t) => ({
    trainingRunUpdated: t.prismaField({
      type: TrainingRunRef,
      permission: 'admin',
      description: 'A training run, now and whenever it moves on; ends when the run does.',
      args: { id: t.arg.id({ required: true, description: 'Global id of the training run.' }) },
      subscribe: (_root, args, context) => followTrainingRun(context, parseUuid('TrainingRun', args.id)),
      resolve: (query, runId, _args, context) =>
        context.prisma.trainingRun.findUniqueOrThrow({ ...query, where: { id: runId as string } }),
    }),
  }),
})
