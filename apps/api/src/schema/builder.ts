import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import DataloaderPlugin from '@pothos/plugin-dataloader'
import PrismaPlugin from '@pothos/plugin-prisma'
import RelayPlugin from '@pothos/plugin-relay'
import ScopeAuthPlugin from '@pothos/plugin-scope-auth'
import type PrismaTypes from '@trifold/catalog/pothos'
import { getDatamodel } from '@trifold/catalog/pothos'
import { DateTimeResolver, JSONResolver } from 'graphql-scalars'
import { registerPermissionPlugin, scopesOf, unauthorized } from '../auth/index.ts'
import type { Context } from '../context/index.ts'
import { encodeId, parseNodeId } from '../input/index.ts'
import { LIST_WEIGHT, STATEMENT_COST } from '../limits/index.ts'
import { ItemNotFound } from '../services/index.ts'

/** A JSON value as stored in a `jsonb` column. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** The schema builder. Each noun's file adds its types, queries and mutations when it is imported. */
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
  // In this order: the last plugin wraps a resolver innermost, and scope-auth reads the scopes of permission.
  plugins: [registerPermissionPlugin(), ScopeAuthPlugin, RelayPlugin, PrismaPlugin, DataloaderPlugin, ComplexityPlugin],
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
      description: 'An object with an opaque global id by which it can be fetched.',
      permission: 'public',
    },
    nodeQueryOptions: {
      description: 'The object with this global id; null if it no longer exists.',
      permission: 'public',
      args: { id: { description: 'Opaque global id.' } },
      resolve: async (_root, args, _context, _info, resolveNode) => {
        const node = await resolveNode(args.id)
        return node instanceof ItemNotFound ? null : node
      },
    },
    nodesQueryOptions: false,
    clientMutationId: 'omit',
    mutationInputArgOptions: { description: 'The input of the mutation.' },
    relayMutationFieldOptions: { complexity: STATEMENT_COST },
    pageInfoTypeOptions: { description: 'Position of a page in its list.', permission: 'public' },
    hasNextPageFieldOptions: { description: 'Whether the list has entries after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether the list has entries before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first entry of the page; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor to pass as `after` for the next page; null on an empty page.' },
    pageInfoFieldOptions: { description: 'Position of this page in the list.' },
    edgesFieldOptions: {
      description: 'The entries of the page, in the order of the list.',
      nullable: { list: false, items: false },
      // the connection field has multiplied by `first` already
      complexity: { field: 0, multiplier: 1 },
    },
    nodeFieldOptions: { description: 'The object of this entry.', nullable: false },
    cursorFieldOptions: {
      description: 'Opaque position of the entry; pass it as `after` for the entries that follow.',
    },
    defaultConnectionTypeOptions: { permission: 'public' },
    defaultEdgeTypeOptions: { permission: 'public' },
  },
})

builder.addScalarType('DateTime', DateTimeResolver, {
  description: 'A time in UTC as ISO 8601 text, e.g. 2007-12-03T10:15:30Z.',
})
builder.addScalarType('JSON', JSONResolver, { description: 'Any JSON value.' })
