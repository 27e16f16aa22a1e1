import { rowReference } from '../input/index.ts'
import { perEntry } from '../limits/index.ts'
import { countUsers, findUser, listUsers, loadInteractions } from '../services/index.ts'
import { builder } from './builder.ts'
import { connectionOf, identityArguments, listOptions, pageArguments } from './connection.ts'
import { InteractionConnection } from './interaction.ts'

const UserRef = builder.prismaNode('User', {
  id: { field: 'id', description: 'Opaque global id.' },
  nullable: true,
  description: 'A shopper, viewer or reader who interacts with items.',
  permission: 'public',
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: "The caller's own id." }),
    displayName: t.exposeString('displayName', { nullable: true, description: 'Name to show.' }),
    attributes: t.expose('attributes', { type: 'JSON', description: 'Free-form profile, an object.' }),
    interactions: t.loadable({
      type: InteractionConnection,
      description: 'The interactions of the user, newest first.',
      args: pageArguments,
      complexity: perEntry,
      // one statement serves all users of a list whose selections have the same arguments
      byPath: true,
      load: (users: number[], context, args) => loadInteractions(context.prisma, users, args),
      resolve: (user) => user.id,
    }),
  }),
})

const UserConnection = connectionOf(UserRef, { name: 'User', one: 'A user', many: 'users' }, countUsers)

builder.queryFields((t) => ({
  user: t.field({
    type: UserRef,
    nullable: true,
    permission: 'public',
    description: "One user, by the global id or by the caller's own id; null if there is none.",
    args: identityArguments,
    resolve: (_root, args, context) => findUser(context, rowReference('User', args.id, args.externalId)),
  }),
  users: t.field({
    ...listOptions,
    type: UserConnection,
    description: 'All users, oldest first.',
    resolve: (_root, args, context) => listUsers(context, args),
  }),
}))
