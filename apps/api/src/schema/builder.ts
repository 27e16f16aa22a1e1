import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import DataloaderPlugin from '@pothos/plugin-dataloader'
import ErrorsPlugin from '@pothos/plugin-errors'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import type PrismaTypes from '@trifold/catalog/pothos'
import { getDatamodel } from '@trifold/catalog/pothos'
import { DateTimeResolver, JSONResolver } from 'graphql-scalars'
import { scopesOf, unauthorized } from '../auth/scopes.ts'
import { registerPermissionPlugin } from '../auth/permission.ts'
import type { Context } from '../context.ts'
import { encodeId, parseNodeId } from '../ids.ts'
import { LIST_WEIGHT } from '../limits/cost.ts'
import { ItemGone } from '../loaders/items.ts'

/** A JSON value as stored in a `jsonb` column. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** The schema under construction: each noun's file adds its types, queries and mutations. */
export const builder = new SchemaBuilder<{
  Context: Context
  PrismaTypes: PrismaTypes
  AuthScopes: { admin: boolean }
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Scalars: {
    ID: { Input: string; Output: string | number | bigint }
    DateTime: { Input: Date; Output: Date }
    JSON: { Input: Json; Output: unknown }
  }
}>({
  // The order counts: the last plugin wraps a resolver innermost. Permission before scope-auth, which reads its scopes.
  plugins: [
    registerPermissionPlugin(),
    ErrorsPlugin,
    ScopeAuthPlugin,
    RelayPlugin,
    PrismaPlugin,
    DataloaderPlugin,
    ComplexityPlugin,
  ],
  defaultFieldNullability: false,
  scopeAuth: { authScopes: scopesOf, unauthorizedError: unauthorized, authorizeOnSubscribe: true },
  prisma: { client: (context) => context.prisma, dmmf: getDatamodel() },
  complexity: { defaultComplexity: 1, defaultListMultiplier: LIST_WEIGHT },
  relay: {
    encodeGlobalID: encodeId,
    decodeGlobalID: parseNodeId,
    cursorType: 'String',
    idFieldOptions: { description: 'Opaque global id.' },
    nodeTypeOptions: {
      description: 'Whatever has an opaque global id and can be fetched by it.',
      permission: 'public',
    },
    nodeQueryOptions: {
      description: 'Whatever has this global id; null where it is gone.',
      permission: 'public',
      args: { id: { description: 'Opaque global id.' } },
      resolve: async (_root, args, _context, _info, resolveNode) => {
        const node = await resolveNode(args.id)
        return node instanceof ItemGone ? null : node
      },
    },
    nodesQueryOptions: false,
    pageInfoTypeOptions: { description: 'Where a page stands in its list.', permission: 'public' },
    hasNextPageFieldOptions: { description: 'Whether the list goes on after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether the list has entries before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first entry of the page; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor to pass as `after` for the next page; null on an empty page.' },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
    edgesFieldOptions: {
      description: 'The entries of the page, in the order of the list.',
      nullable: { list: false, items: false },
      // the list field itself multiplies by `first`
      complexity: { field: 0, multiplier: 1 },
    },
    nodeFieldOptions: { description: 'The entry itself.', nullable: false },
    cursorFieldOptions: { description: 'Opaque position of the entry; pass as `after` to go on behind it.' },
    defaultConnectionTypeOptions: { permission: 'public' },
    defaultEdgeTypeOptions: { permission: 'public' },
  },
})

builder.addScalarType('DateTime', DateTimeResolver)
builder.addScalarType('JSON', JSONResolver)
