import { parseKey } from '../input/index.ts'
import { EXPLANATION_COST, perEntry } from '../limits/index.ts'
import {
  audienceOf,
  recommend,
  type RecommendationEntry,
  type RecommendationPage,
  recommendSimilar,
} from '../services/index.ts'
import { builder } from './builder.ts'
import { firstArgument, pageArguments } from './connection.ts'
import { ExplanationRef } from './explanation.ts'
import { ItemRef } from './item.ts'
import { ModelVersionRef } from './model-version.ts'

const RecommendationSourceRef = builder.enumType('RecommendationSource', {
  description: 'How a list was ranked.',
  values: {
    MODEL: { description: 'By the model, for this user, from all of their interactions until now.' },
    SESSION: { description: 'By the model, for a visitor without an account, from `recentItemIds`.' },
    SIMILAR: { description: 'By the model, for similarity to one item.' },
    POPULAR: { description: 'By popularity among all users: the fallback, with `fallbackReason`.' },
  } as const,
})

const RecommendationEdgeRef = builder.objectRef<RecommendationEntry>('RecommendationEdge').implement({
  description: 'One entry of a list of recommendations.',
  permission: 'public',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Opaque position of the entry; pass it as `after` for the entries that follow.',
    }),
    node: t.field({ type: ItemRef, description: 'The recommended item.', resolve: (entry) => entry.itemId }),
    score: t.exposeFloat('score', {
      description: 'The list is ordered by it. Scores of different lists cannot be compared.',
    }),
    rank: t.exposeInt('rank', { description: 'Position in the list, from 1.' }),
    explanation: t.field({
      type: ExplanationRef,
      nullable: true,
      description:
        'Why the item has this score; null unless the source is MODEL or SESSION and that model is still in memory.',
      complexity: EXPLANATION_COST,
      resolve: (entry) => entry.explain(),
    }),
  }),
})

const RecommendationConnectionRef = builder.objectRef<RecommendationPage>('RecommendationConnection').implement({
  description: 'A page of a list of recommendations, and how the list was ranked.',
  permission: 'public',
  fields: (t) => ({
    recommendationId: t.exposeID('recommendationId', {
      description:
        'Id of the list. All pages are cut from the list as it was first made, so no item repeats. ' +
        'Items that were seen, hidden or sold out since are left out.',
    }),
    modelVersion: t.prismaField({
      type: ModelVersionRef,
      nullable: true,
      description: 'The model that ranked the list; null if none did.',
      resolve: (query, page, _args, context) =>
        page.modelVersionId === null
          ? null
          : context.prisma.modelVersion.findUnique({ ...query, where: { id: page.modelVersionId } }),
    }),
    source: t.expose('source', { type: RecommendationSourceRef, description: 'How the list was ranked.' }),
    fallbackReason: t.exposeString('fallbackReason', {
      nullable: true,
      description: 'Why popular items replace the ranking of the model; null if they do not.',
    }),
    edges: t.expose('edges', {
      type: [RecommendationEdgeRef],
      description: 'The entries of the page, best first.',
      complexity: { field: 0, multiplier: 1 },
    }),
    pageInfo: t.expose('pageInfo', { type: builder.pageInfoRef(), description: 'Position of this page in the list.' }),
  }),
})

builder.queryFields((t) => ({
  recommendations: t.field({
    type: RecommendationConnectionRef,
    nullable: true,
    permission: 'public',
    description:
      'Items for a user or a visitor, best first, without hidden, sold-out and already seen ones. ' +
      'Each interaction counts from the next list on. ' +
      'If the model knows none of the items that they liked, the list is of popular items and has a `fallbackReason`.',
    args: {
      userId: t.arg.id({ description: 'Global id of the user. Give this, `externalUserId` or `recentItemIds`.' }),
      externalUserId: t.arg.string({
        description: "The caller's own id of the user. Give this, `userId` or `recentItemIds`.",
      }),
      recentItemIds: t.arg.stringList({
        description:
          'For a visitor without an account: the items they had to do with, at most 100, by the external ids of the caller. ' +
          'Nothing about the visitor is stored but this list.',
      }),
      ...pageArguments,
    },
    complexity: perEntry,
    resolve: (_root, args, context) => recommend(context, audienceOf(args), args),
  }),
  similarItems: t.field({
    type: RecommendationConnectionRef,
    nullable: true,
    permission: 'public',
    description: 'Items that are similar to one item, most similar first, without hidden and sold-out ones.',
    args: { itemId: t.arg.id({ required: true, description: 'Global id of the item.' }), ...firstArgument },
    complexity: perEntry,
    resolve: (_root, args, context) => recommendSimilar(context, parseKey('Item', args.itemId), args.first),
  }),
}))
