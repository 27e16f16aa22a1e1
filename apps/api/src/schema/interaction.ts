import { InteractionType } from '@trifold/catalog'
import { encodeId } from '../ids.ts'
import { builder } from './builder.ts'
import { ItemRef } from './item.ts'

export const InteractionTypeRef = builder.enumType('InteractionType', {
  description: 'What a user did with an item.',
  values: {
    [InteractionType.VIEW]: { description: 'Looked at it (weight 1).' },
    [InteractionType.CLICK]: { description: 'Clicked on it in a list (weight 1).' },
    [InteractionType.LIKE]: { description: 'Said they like it (weight 2).' },
    [InteractionType.CART]: { description: 'Put it into the cart (weight 3).' },
    [InteractionType.PURCHASE]: { description: 'Bought it (weight 5).' },
    [InteractionType.RATING]: { description: 'Rated it; the weight is the rating.' },
  } as const,
})

export const InteractionRef = builder.prismaObject('Interaction', {
  description: 'Something a user did with an item.',
  permission: 'public',
  fields: (t) => ({
    id: t.id({ description: 'Opaque id.', resolve: (row) => encodeId('Interaction', row.id) }),
    type: t.expose('type', { type: InteractionTypeRef, description: 'What was done.' }),
    weight: t.exposeFloat('weight', { description: 'How much the interaction counts.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'When it was done.' }),
    item: t.field({ type: ItemRef, description: 'What it was done with.', resolve: (row) => row.itemId }),
  }),
})

export const InteractionConnection = builder.connectionObject(
  { type: InteractionRef, name: 'InteractionConnection', description: 'A page of interactions.' },
  { name: 'InteractionEdge', description: 'An interaction of the list.' },
)
