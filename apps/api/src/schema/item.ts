import type { Item } from '@trifold/catalog'
import { loadItems } from '../loaders/items.ts'
import { perEntry } from '../limits/cost.ts'
import { identityOf } from '../services/identity.ts'
import { countItems, findItem, listCategories, listItems } from '../services/items.ts'
import { priceOf } from '../services/money.ts'
import { identityArguments, pageArguments } from './arguments.ts'
import { builder } from './builder.ts'
import { MoneyRef } from './money.ts'

/** Resolvers return an item's row, or only its key: keys of one request are loaded together. */
export const ItemRef = builder.loadableNodeRef('Item', {
  load: (keys: number[], context) => loadItems(context.prisma, keys),
  id: { description: 'Opaque global id.', resolve: (item: Item) => item.id, parse: Number },
  toKey: (item) => item.id,
  cacheResolved: true,
})

ItemRef.implement({
  description: 'Something that can be recommended.',
  permission: 'public',
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The caller's own id." }),
    title: t.exposeString('title', { description: 'Name of the item.' }),
    description: t.exposeString('description', { description: 'What the item is, in words; may be empty.' }),
    category: t.exposeString('category', { nullable: true, description: 'Category of the catalog.' }),
    imageUrl: t.exposeString('imageUrl', {
      nullable: true,
      description: 'Where its picture is: an absolute URL, or a path below the address of this API.',
    }),
    price: t.field({ type: MoneyRef, nullable: true, description: 'What it costs.', resolve: priceOf }),
    stock: t.exposeInt('stock', { nullable: true, description: 'Units on hand; null where stock is not tracked.' }),
    isAvailable: t.exposeBoolean('isAvailable', {
      description: 'False hides the item from every list of recommendations, whatever the model says.',
    }),
    attributes: t.expose('attributes', { type: 'JSON', description: 'Free-form properties, an object.' }),
  }),
})

const ItemConnection = builder.connectionObject(
  {
    type: ItemRef,
    name: 'ItemConnection',
    description: 'A page of items.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'Number of items in the whole list; counted only when asked for.',
        complexity: 10,
        resolve: (connection, _args, context) => countItems(context, connection as { category?: string | null }),
      }),
    }),
  },
  { name: 'ItemEdge', description: 'An item of the list.' },
)

builder.queryFields((t) => ({
  item: t.field({
    type: ItemRef,
    nullable: true,
    permission: 'public',
    description: "One item, by its global id or by the caller's own; null where there is none.",
    args: identityArguments,
    resolve: (_root, args, context) => findItem(context, identityOf('Item', args.id, args.externalId)),
  }),
  items: t.field({
    type: ItemConnection,
    permission: 'public',
    description: 'All items, in the order they came in.',
    args: { ...pageArguments, category: t.arg.string({ description: 'Only items of this category.' }) },
    complexity: perEntry,
    resolve: (_root, args, context) => listItems(context, args),
  }),
  categories: t.stringList({
    permission: 'public',
    description: 'Names of all categories that have items, in alphabetical order.',
    complexity: 10,
    resolve: (_root, _args, context) => listCategories(context),
  }),
}))
