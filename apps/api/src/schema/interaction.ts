import { INTERACTION_WEIGHTS, InteractionType } from '@trifold/catalog'
import { encodeId } from '../input/index.ts'
import { MAX_BATCH_ROWS } from '../limits/index.ts'
import { recordInteractions } from '../services/index.ts'
import { builder } from './builder.ts'
import { connectionOf } from './connection.ts'
import { ItemRef } from './item.ts'
import { ONE_ERROR_A_ROW, userErrors } from './mutation.ts'

const { VIEW, CLICK, LIKE, CART, PURCHASE } = INTERACTION_WEIGHTS

const InteractionTypeRef = builder.enumType('InteractionType', {
  description: 'What a user did with an item.',
  values: {
    [InteractionType.VIEW]: { description: `Looked at the item (weight ${VIEW}).` },
    [InteractionType.CLICK]: { description: `Clicked on the item in a list (weight ${CLICK}).` },
    [InteractionType.LIKE]: { description: `Marked the item as liked (weight ${LIKE}).` },
    [InteractionType.CART]: { description: `Put the item into the cart (weight ${CART}).` },
    [InteractionType.PURCHASE]: { description: `Bought the item (weight ${PURCHASE}).` },
    [InteractionType.RATING]: { description: 'Rated the item; the weight is the rating.' },
  } as const,
})

const InteractionRef = builder.prismaObject('Interaction', {
  description: 'An action of a user on an item.',
  permission: 'public',
  fields: (t) => ({
    id: t.id({ description: 'Opaque id.', resolve: (row) => encodeId('Interaction', row.id) }),
    type: t.expose('type', { type: InteractionTypeRef, description: 'Kind of action.' }),
    weight: t.exposeFloat('weight', { description: 'Weight of the interaction.' }),
    occurredAt: t.expose('occurredAt', { type: 'DateTime', description: 'Time of the action.' }),
    item: t.field({ type: ItemRef, description: 'The item of the action.', resolve: (row) => row.itemId }),
  }),
})

export const InteractionConnection = connectionOf(InteractionRef, {
  name: 'Interaction',
  one: 'An interaction',
  many: 'interactions',
})

const InteractionInput = builder.inputType('InteractionInput', {
  description: 'An action of a user on an item.',
  fields: (t) => ({
    userId: t.string({ required: true, description: "The caller's own id of the user; an unknown user is created." }),
    itemId: t.string({ required: true, description: "The caller's own id of the item." }),
    type: t.field({ type: InteractionTypeRef, required: true, description: 'Kind of action.' }),
    weight: t.float({
      description: 'Weight, above 0; by default the weight of the type. Required for a RATING.',
    }),
    occurredAt: t.field({ type: 'DateTime', description: 'Time of the action; by default now.' }),
    idempotencyKey: t.string({
      description: 'A key of your choice. A second interaction with the same key changes nothing.',
    }),
  }),
})

builder.relayMutationField(
  'recordInteractions',
  {
    description: 'A batch of interactions.',
    inputFields: (t) => ({
      interactions: t.field({
        type: [InteractionInput],
        required: true,
        description: `The interactions, at most ${MAX_BATCH_ROWS}.`,
      }),
    }),
  },
  {
    permission: 'public',
    description: 'Record what users did. A replay with the same idempotency keys changes nothing.',
    resolve: (_root, { input }, context) => recordInteractions(context, input.interactions),
  },
  {
    description: 'The result of a batch of interactions. A row with an error does not stop the others.',
    permission: 'public',
    outputFields: (t) => ({
      recorded: t.exposeInt('recorded', { description: 'Number of new interactions.' }),
      replayed: t.exposeInt('replayed', {
        description: 'Number of interactions with a known idempotency key; they changed nothing.',
      }),
      userErrors: t.field(userErrors(ONE_ERROR_A_ROW)),
    }),
  },
)
