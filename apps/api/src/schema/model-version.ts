import { ModelStatus } from '@trifold/catalog'
import { perEntry } from '../limits/cost.ts'
import { countModelVersions, listModelVersions } from '../services/model-versions.ts'
import { pageArguments } from './arguments.ts'
import { builder } from './builder.ts'

const ModelStatusRef = builder.enumType('ModelStatus', {
  description: 'Where a model version stands in its life.',
  values: {
    [ModelStatus.CANDIDATE]: { description: 'Trained, and never served yet.' },
    [ModelStatus.PRODUCTION]: { description: 'Served by every API process; at most one version is.' },
    [ModelStatus.RETIRED]: { description: 'Served once, and replaced since; it can be promoted again.' },
  } as const,
})

export const ModelVersionRef = builder.prismaNode('ModelVersion', {
  id: { field: 'id', description: 'Opaque global id.' },
  nullable: true,
  description: 'A trained model: what it is, what it was trained on and how well it ranks.',
  permission: 'public',
  fields: (t) => ({
    number: t.exposeInt('id', { description: 'Running number of the version, from 1.' }),
    status: t.expose('status', { type: ModelStatusRef, description: 'Where it stands in its life.' }),
    base: t.exposeString('base', { description: 'Name of the base recommender, e.g. "vbpr".' }),
    isMrdib: t.exposeBoolean('mrdib', { description: 'Whether the base was trained with MRdIB plugged in.' }),
    config: t.expose('config', { type: 'JSON', description: 'The configuration it was trained with.' }),
    metrics: t.expose('metrics', {
      type: 'JSON',
      description:
        'How well it ranks held-out interactions: { valid, test: { recall, ndcg, precision, map: { "5", "10", "20", "50" } } }.',
    }),
    dataFingerprint: t.exposeString('dataFingerprint', { description: 'SHA-256 of the data it was trained on.' }),
    seed: t.exposeInt('seed', { description: 'Seed of its training.' }),
    backend: t.exposeString('backend', { description: 'What computed it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was published.' }),
    promotedAt: t.expose('promotedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last went into production; null where it never did.',
    }),
    promotionReason: t.exposeString('promotionReason', {
      nullable: true,
      description: 'Why it was promoted: what the gate found, or the reason given for forcing it.',
    }),
  }),
})

const ModelVersionConnection = builder.connectionObject(
  {
    type: ModelVersionRef,
    name: 'ModelVersionConnection',
    description: 'A page of model versions.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'Number of model versions in the whole list; counted only when asked for.',
        complexity: 10,
        resolve: (_connection, _args, context) => countModelVersions(context),
      }),
    }),
  },
  { name: 'ModelVersionEdge', description: 'A model version of the list.' },
)

builder.queryField('modelVersions', (t) =>
  t.field({
    type: ModelVersionConnection,
    permission: 'public',
    description: 'All model versions, newest first.',
    args: pageArguments,
    complexity: perEntry,
    resolve: (_root, args, context) => listModelVersions(context, args),
  }),
)
