import { queryFromInfo } from '@pothos/plugin-prisma'
import { TrainingState } from '@trifold/catalog'
import { parseUuid } from '../input/index.ts'
import {
  countTrainingRuns,
  followTrainingRun,
  listTrainingRuns,
  readEpochs,
  type TrainingEpoch,
} from '../services/index.ts'
import { builder } from './builder.ts'
import { connectionOf, listOptions } from './connection.ts'

const TrainingStateRef = builder.enumType('TrainingState', {
  description: 'State of a training run.',
  values: {
    [TrainingState.QUEUED]: { description: 'Waiting for a worker.' },
    [TrainingState.RUNNING]: { description: 'A worker is training.' },
    [TrainingState.EVALUATING]: { description: 'Trained; the model is evaluated and published.' },
    [TrainingState.SUCCEEDED]: { description: 'Done: `modelVersion` is the result.' },
    [TrainingState.FAILED]: { description: 'Ended without a model; `error` is the reason.' },
    [TrainingState.CANCELLED]: { description: 'Stopped before its end.' },
  } as const,
})

const TrainingEpochRef = builder.objectRef<TrainingEpoch>('TrainingEpoch').implement({
  description: 'Result of one pass over the training data.',
  permission: 'public',
  fields: (t) => ({
    epoch: t.exposeInt('epoch', { description: 'Number of the epoch, from 1.' }),
    loss: t.exposeFloat('loss', { description: 'Mean training loss.' }),
    seconds: t.exposeFloat('seconds', { description: 'Duration in seconds.' }),
    validRecall20: t.exposeFloat('validRecall20', {
      nullable: true,
      description: 'Recall@20 on the validation part; null if the epoch was not evaluated.',
    }),
    validNdcg20: t.exposeFloat('validNdcg20', {
      nullable: true,
      description: 'NDCG@20 on the validation part; null if the epoch was not evaluated.',
    }),
  }),
})

export const TrainingRunRef = builder.prismaNode('TrainingRun', {
  id: { field: 'id', description: 'Opaque global id.' },
  nullable: true,
  description: 'The training of a model, from the queue to the published version.',
  permission: 'public',
  fields: (t) => ({
    state: t.expose('state', { type: TrainingStateRef, description: 'State of the run.' }),
    progress: t.exposeFloat('progress', { description: 'Share of the work done, 0 to 1.' }),
    epochs: t.field({
      type: [TrainingEpochRef],
      description: 'The finished epochs, in order.',
      resolve: (run) => readEpochs(run.epochs),
    }),
    error: t.exposeString('error', {
      nullable: true,
      description: 'Why the run failed, or a warning about one that succeeded; null if there is neither.',
    }),
    autoPromote: t.exposeBoolean('autoPromote', {
      description: 'Whether the result goes into production at once, if it is not worse than the version there.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When a worker started it.' }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended, with or without a model.',
    }),
    modelVersion: t.relation('modelVersion', {
      nullable: true,
      description: 'The result; null until it is published.',
    }),
    config: t.expose('config', { type: 'JSON', description: 'The configuration of the training.' }),
  }),
})

const TrainingRunConnection = connectionOf(
  TrainingRunRef,
  { name: 'TrainingRun', one: 'A training run', many: 'training runs' },
  countTrainingRuns,
)

builder.queryField('trainingRuns', (t) =>
  t.field({
    ...listOptions,
    type: TrainingRunConnection,
    description: 'All training runs, newest first.',
    resolve: (_root, args, context, info) =>
      listTrainingRuns(context, args, queryFromInfo({ context, info, path: ['edges', 'node'] })),
  }),
)

builder.subscriptionType({
  description: 'Events that the API sends over graphql-ws on the same path.',
  fields: (t) => ({
    trainingRunUpdated: t.prismaField({
      type: TrainingRunRef,
      permission: 'admin',
      description: 'A training run, now and after every change. The subscription ends with the run.',
      args: { id: t.arg.id({ required: true, description: 'Global id of the training run.' }) },
      subscribe: (_root, args, context) => followTrainingRun(context, parseUuid('TrainingRun', args.id)),
      resolve: (query, runId: string, _args, context) =>
        context.prisma.trainingRun.findUniqueOrThrow({ ...query, where: { id: runId } }),
    }),
  }),
})
