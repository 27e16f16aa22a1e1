import { RECOMMENDERS, type RecommenderKind } from '@trifold/model'
import { builder } from './builder.ts'

const BaseRecommenderRef = builder.objectRef<RecommenderKind>('BaseRecommender').implement({
  description: 'A recommender that a training can be asked for.',
  permission: 'public',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'What `startTraining` takes as `base`.' }),
    summary: t.exposeString('summary', { description: 'What it is, in one sentence.' }),
    canCarryMrdib: t.exposeBoolean('carriesMrdib', {
      description: 'Whether MRdIB can be plugged in; without it a model of this base explains by ids alone.',
    }),
    isReference: t.exposeBoolean('isBaseline', {
      description: 'Whether it is worked out in closed form instead of being trained.',
    }),
  }),
})

builder.queryField('baseRecommenders', (t) =>
  t.field({
    type: [BaseRecommenderRef],
    permission: 'public',
    description: 'Every recommender that can be trained here; a list of the software, not of the catalog.',
    resolve: () => [...RECOMMENDERS],
  }),
)
