import type { Item } from '@trifold/catalog'
import { rowReference } from '../input/index.ts'
import { MAX_BATCH_ROWS, STATEMENT_COST } from '../limits/index.ts'
import {
  countItems,
  findItem,
  formatMoney,
  type ItemPage,
  listCategories,
  listItems,
  loadItems,
  type Money,
  priceOf,
  upsertItems,
} from '../services/index.ts'
import { builder } from './builder.ts'
import { connectionOf, identityArguments, listOptions, pageArguments } from './connection.ts'
import { ONE_ERROR_A_ROW, userErrors } from './mutation.ts'

const MoneyRef = builder.objectRef<Money>('Money').implement({
  description: 'An amount of money.',
  permission: 'public',
  fields: (t) => ({
    amountMinor: t.exposeInt('amountMinor', {
      description: 'The amount in the smallest unit of the currency, e.g. cents.',
    }),
    currency: t.exposeString('currency', { description: 'ISO 4217 code, e.g. EUR.' }),
    formatted: t.string({ description: 'The amount as text, e.g. "€12.50".', resolve: formatMoney }),
  }),
})

/** Resolvers return an item's row, or only its key: all keys of one request are loaded together. */
export const ItemRef = builder.loadableNodeRef('Item', {
  load: (keys: number[], context) => loadItems(context.prisma, keys),
  id: { description: 'Opaque global id.', resolve: (item: Item) => item.id, parse: Number },
  toKey: (item) => item.id,
  cacheResolved: true,
})

ItemRef.implement({
  description: 'A product, film, article or anything else that can be recommended.',
  permission: 'public',
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The caller's own id." }),
    title: t.exposeString('title', { description: 'Name of the item.' }),
    description: t.exposeString('description', { description: 'Text that describes the item; may be empty.' }),
    category: t.exposeString('category', { nullable: true, description: 'Category in the catalog.' }),
    imageUrl: t.exposeString('imageUrl', {
      nullable: true,
      description: 'Address of its picture: an absolute URL, or a path below the address of this API.',
    }),
    price: t.field({ type: MoneyRef, nullable: true, description: 'Price of the item.', resolve: priceOf }),
    stock: t.exposeInt('stock', { nullable: true, description: 'Units in stock; null if stock is not tracked.' }),
    isAvailable: t.exposeBoolean('isAvailable', {
      description: 'False hides the item from every list of recommendations.',
    }),
    attributes: t.expose('attributes', { type: 'JSON', description: 'Free-form properties, an object.' }),
  }),
})

const ItemConnection = connectionOf(ItemRef, { name: 'Item', one: 'An item', many: 'items' }, (context, page) =>
  countItems(context, (page as ItemPage).category),
)

builder.queryFields((t) => ({
  item: t.field({
    type: ItemRef,
    nullable: true,
    permission: 'public',
    description: "One item, by its global id or by the caller's own id; null if there is none.",
    args: identityArguments,
    resolve: (_root, args, context) => findItem(context, rowReference('Item', args.id, args.externalId)),
  }),
  items: t.field({
    ...listOptions,
    type: ItemConnection,
    description: 'All items, oldest first.',
    args: { ...pageArguments, category: t.arg.string({ description: 'Only items of this category.' }) },
    resolve: (_root, args, context) => listItems(context, args),
  }),
  categories: t.stringList({
    permission: 'public',
    description: 'Names of all categories that have items, in alphabetical order.',
    complexity: STATEMENT_COST,
    resolve: (_root, _args, context) => listCategories(context),
  }),
}))

const ItemInput = builder.inputType('ItemInput', {
  description:
    'An item to create or to change. A change keeps the fields that are omitted and clears those that are null.',
  fields: (t) => ({
    externalId: t.string({ required: true, description: "The caller's own id." }),
    title: t.string({ description: 'Name of the item; required for a new item.' }),
    description: t.string({ description: 'Text that describes the item.' }),
    category: t.string({ description: 'Category in the catalog.' }),
    imageUrl: t.string({ description: 'Address of its picture: http(s), or a path below the address of this API.' }),
    priceMinor: t.int({ description: 'Price in the smallest unit of the currency; needs `currency`.' }),
    currency: t.string({ description: 'ISO 4217 code of the price; needs `priceMinor`.' }),
    stock: t.int({ description: 'Units in stock; null if stock is not tracked.' }),
    isAvailable: t.boolean({ description: 'False hides the item from every list of recommendations.' }),
    attributes: t.field({ type: 'JSON', description: 'Free-form properties, an object that replaces the old one.' }),
  }),
})

builder.relayMutationField(
  'upsertItems',
  {
    description: 'A batch of items.',
    inputFields: (t) => ({
      items: t.field({ type: [ItemInput], required: true, description: `The items, at most ${MAX_BATCH_ROWS}.` }),
    }),
  },
  {
    permission: 'admin',
    description: "Create items, or change the items that already have the caller's id.",
    resolve: (_root, { input }, context) => upsertItems(context, input.items),
  },
  {
    description: 'The result of a batch of items. A row with an error does not stop the others.',
    permission: 'admin',
    outputFields: (t) => ({
      created: t.exposeInt('created', { description: 'Number of new items.' }),
      updated: t.exposeInt('updated', { description: 'Number of changed items.' }),
      items: t.field({
        type: [ItemRef],
        description: 'The stored items, in the order of the input.',
        resolve: (result) => [...result.items],
      }),
      userErrors: t.field(userErrors(ONE_ERROR_A_ROW)),
    }),
  },
)
