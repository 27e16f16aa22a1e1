import { ModelStatus } from '@trifold/catalog'
import { countModelVersions, listModelVersions, promote } from '../services/index.ts'
import { builder } from './builder.ts'
import { connectionOf, listOptions } from './connection.ts'
import { userErrors } from './mutation.ts'

const ModelStatusRef = builder.enumType('ModelStatus', {
  description: 'Stage in the life of a model version.',
  values: {
    [ModelStatus.CANDIDATE]: { description: 'Trained, and never served yet.' },
    [ModelStatus.PRODUCTION]: { description: 'Served by every API process. At most one version is in production.' },
    [ModelStatus.RETIRED]: { description: 'Served before and replaced since. It can be promoted again.' },
  } as const,
})

export const ModelVersionRef = builder.prismaNode('ModelVersion', {
  id: { field: 'id', description: 'Opaque global id.' },
  nullable: true,
  description: 'A trained model with its configuration, its data and its metrics.',
  permission: 'public',
  fields: (t) => ({
    number: t.exposeInt('id', { description: 'Running number of the version, from 1.' }),
    status: t.expose('status', { type: ModelStatusRef, description: 'Stage in its life.' }),
    base: t.exposeString('base', { description: 'Name of the base recommender, e.g. "vbpr".' }),
    isMrdib: t.exposeBoolean('mrdib', { description: 'Whether the base was trained with MRdIB.' }),
    config: t.expose('config', { type: 'JSON', description: 'The configuration of its training.' }),
    metrics: t.expose('metrics', {
      type: 'JSON',
      description:
        'Ranking metrics on held-out interactions: { valid, test: { recall, ndcg, precision, map: { "5", "10", "20", "50" } } }.',
    }),
    dataFingerprint: t.exposeString('dataFingerprint', { description: 'SHA-256 of its training data.' }),
    seed: t.exposeInt('seed', { description: 'Seed of its training.' }),
    backend: t.exposeString('backend', { description: 'Compute backend of its training.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was published.' }),
    promotedAt: t.expose('promotedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last went into production; null if it never did.',
    }),
    promotionReason: t.exposeString('promotionReason', {
      nullable: true,
      description: 'Why it was promoted: the comparison with production, and the reason that was given.',
    }),
  }),
})

const ModelVersionConnection = connectionOf(
  ModelVersionRef,
  { name: 'ModelVersion', one: 'A model version', many: 'model versions' },
  countModelVersions,
)

builder.queryField('modelVersions', (t) =>
  t.field({
    ...listOptions,
    type: ModelVersionConnection,
    description: 'All model versions, newest first.',
    resolve: (_root, args, context) => listModelVersions(context, args),
  }),
)

builder.relayMutationField(
  'promoteModelVersion',
  {
    description: 'The model version to put into production.',
    inputFields: (t) => ({
      id: t.id({ required: true, description: 'Global id of the model version.' }),
      force: t.boolean({
        defaultValue: false,
        description: 'Promote it even if it is worse than the version in production.',
      }),
      reason: t.string({ description: 'Why; required with `force`, and stored with the version.' }),
    }),
  },
  {
    permission: 'admin',
    description:
      'Put a model version into production, in one transaction. Every API process serves it within two seconds. ' +
      'A version that is worse than the one in production needs `force`. To roll back, promote a retired version.',
    resolve: (_root, { input }, context) => promote(context, input),
  },
  {
    description: 'The model version that went into production, or the reason why none did.',
    permission: 'admin',
    outputFields: (t) => ({
      modelVersion: t.expose('modelVersion', {
        type: ModelVersionRef,
        nullable: true,
        description: 'The version that is now in production; null if nothing was promoted.',
      }),
      userErrors: t.field(userErrors('Why nothing was promoted; empty after a promotion.')),
    }),
  },
)
