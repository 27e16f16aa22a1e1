import { EXPLANATION_COST, perEntry } from '../limits/cost.ts'
import { identityOf } from '../services/identity.ts'
import type { RecommendationEntry, RecommendationPage } from '../services/recommendation-page.ts'
import { recommend } from '../services/recommendations.ts'
import { recommendSimilar } from '../services/similar-items.ts'
import { firstArgument, pageArguments } from './arguments.ts'
import { parseKey } from '../ids.ts'
import { builder } from './builder.ts'
import { ExplanationRef } from './explanation.ts'
import { ItemRef } from './item.ts'
import { ModelVersionRef } from './model-version.ts'

const RecommendationSourceRef = builder.enumType('RecommendationSource', {
  description: 'Where a list comes from.',
  values: {
    MODEL: { description: "Ranked by the model for this user's taste." },
    SIMILAR: { description: 'Ranked by the model for likeness to one item.' },
    SESSION: { description: 'Ranked by the model for the items of an anonymous session.' },
    POPULAR: { description: 'What most users like: the fallback, with `fallbackReason`.' },
    RULE: { description: 'Put together by a rule of the shop.' },
  } as const,
})

const RecommendationEdgeRef = builder.objectRef<RecommendationEntry>('RecommendationEdge').implement({
  description: 'One entry of a list of recommendations.',
  permission: 'public',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Opaque position of the entry; pass as `after` to go on behind it.',
    }),
    node: t.field({ type: ItemRef, description: 'The recommended item.', resolve: (entry) => entry.itemId }),
    score: t.exposeFloat('score', {
      description: 'What the list is ordered by; comparable within one list only.',
    }),
    rank: t.exposeInt('rank', { description: 'Place in the list, from 1.' }),
    explanation: t.field({
      type: ExplanationRef,
      nullable: true,
      description: 'Why the item is here; null on a list that no model ranked for a user, and where its model is gone.',
      complexity: EXPLANATION_COST,
      resolve: (entry) => entry.explain(),
    }),
  }),
})

export const RecommendationConnectionRef = builder.objectRef<RecommendationPage>('RecommendationConnection').implement({
  description: 'A page of a list of recommendations, and where the list comes from.',
  permission: 'public',
  fields: (t) => ({
    recommendationId: t.exposeID('recommendationId', {
      description:
        'Id of the list. All its pages are cut from the list as it was first made, so they never repeat an item.',
    }),
    modelVersion: t.prismaField({
      type: ModelVersionRef,
      nullable: true,
      description: 'The model that ranked the list; null where none did.',
      resolve: (query, page, _args, context) =>
        page.modelVersionId === null
          ? null
          : context.prisma.modelVersion.findUnique({ ...query, where: { id: page.modelVersionId } }),
    }),
    source: t.expose('source', { type: RecommendationSourceRef, description: 'Where the list comes from.' }),
    fallbackReason: t.exposeString('fallbackReason', {
      nullable: true,
      description: 'Why the list is not ranked by the model for this user; null where it is.',
    }),
    edges: t.expose('edges', {
      type: [RecommendationEdgeRef],
      description: 'The entries of the page, best first.',
      complexity: { field: 0, multiplier: 1 },
    }),
    pageInfo: t.expose('pageInfo', { type: builder.pageInfoRef(), description: 'Where this page stands in the list.' }),
  }),
})

builder.queryFields((t) => ({
  recommendations: t.field({
    type: RecommendationConnectionRef,
    nullable: true,
    permission: 'public',
    description:
      'What to show a user: items they have not interacted with, best first; never a hidden or sold-out one. ' +
      'A user without a model of their own gets what is popular, and `fallbackReason` says so.',
    args: {
      userId: t.arg.id({ description: 'Global id of the user. Give this or `externalUserId`.' }),
      externalUserId: t.arg.string({ description: "The caller's own id of the user. Give this or `userId`." }),
      ...pageArguments,
    },
    complexity: perEntry,
    resolve: (_root, args, context) =>
      recommend(context, identityOf('User', args.userId, args.externalUserId, ['userId', 'externalUserId']), args),
  }),
  similarItems: t.field({
    type: RecommendationConnectionRef,
    nullable: true,
    permission: 'public',
    description: 'Items like one item, most alike first; never a hidden or sold-out one.',
    args: { itemId: t.arg.id({ required: true, description: 'Global id of the item.' }), ...firstArgument },
    complexity: perEntry,
    resolve: (_root, args, context) => recommendSimilar(context, parseKey('Item', args.itemId), args.first),
  }),
}))
