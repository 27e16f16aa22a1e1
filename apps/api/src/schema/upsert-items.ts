import type { UserError } from '../errors/refusal.ts'
import { BATCH_LIMIT } from '../limits/batch.ts'
import { upsertItems } from '../services/upsert-items.ts'
import { builder } from './builder.ts'
import { ItemRef } from './item.ts'
import { UserErrorRef } from './user-error.ts'

const ItemInput = builder.inputType('ItemInput', {
  description: 'An item to create or to change. On a change, what is omitted stays and what is null is cleared.',
  fields: (t) => ({
    externalId: t.string({ required: true, description: "The caller's own id." }),
    title: t.string({ description: 'Name of the item; needed to create it.' }),
    description: t.string({ description: 'What the item is, in words.' }),
    category: t.string({ description: 'Category of the catalog.' }),
    imageUrl: t.string({ description: 'Where its picture is: http(s), or a path below the address of this API.' }),
    priceMinor: t.int({ description: 'Price in the smallest unit of the currency; goes with `currency`.' }),
    currency: t.string({ description: 'ISO 4217 code of the price; goes with `priceMinor`.' }),
    stock: t.int({ description: 'Units on hand; null where stock is not tracked.' }),
    isAvailable: t.boolean({ description: 'False hides the item from every list of recommendations.' }),
    attributes: t.field({ type: 'JSON', description: 'Free-form properties, an object; replaces the former ones.' }),
  }),
})

const UpsertItemsInput = builder.inputType('UpsertItemsInput', {
  description: 'A batch of items.',
  fields: (t) => ({
    items: t.field({ type: [ItemInput], required: true, description: `The items, at most ${BATCH_LIMIT}.` }),
  }),
})

interface UpsertItemsPayload {
  readonly created: number
  readonly updated: number
  readonly items: number[]
  readonly userErrors: UserError[]
}

const UpsertItemsPayloadRef = builder.objectRef<UpsertItemsPayload>('UpsertItemsPayload').implement({
  description: 'What became of a batch of items: rows without an error are stored even where others failed.',
  permission: 'admin',
  fields: (t) => ({
    created: t.exposeInt('created', { description: 'Number of items that were new.' }),
    updated: t.exposeInt('updated', { description: 'Number of items that were there before.' }),
    items: t.field({
      type: [ItemRef],
      description: 'The stored items, in the order of the input.',
      resolve: (payload) => payload.items,
    }),
    userErrors: t.expose('userErrors', { type: [UserErrorRef], description: 'One for every row that was refused.' }),
  }),
})

builder.mutationField('upsertItems', (t) =>
  t.field({
    type: UpsertItemsPayloadRef,
    permission: 'admin',
    description: "Create items, or change those that have the caller's id already.",
    args: { input: t.arg({ type: UpsertItemsInput, required: true, description: 'What to store.' }) },
    complexity: 10,
    resolve: (_root, { input }, context) => upsertItems(context, input.items),
  }),
)
