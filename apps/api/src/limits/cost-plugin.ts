import type { ApolloServerPlugin } from '@apollo/server'
import type { Context } from '../context.ts'
import { costFault, type OperationCost, operationCost } from './cost.ts'

/** Refuses operations over the limit before anything runs, and tells every response what it cost. */
export const costPlugin: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    let cost: OperationCost | null = null
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        cost = operation ? operationCost(schema, document, operation, request.variables ?? {}) : null
        const fault = costFault(cost)
        if (fault) throw fault
      },
      async willSendResponse({ response }) {
        if (!cost || response.body.kind !== 'single') return
        response.body.singleResult.extensions = { ...response.body.singleResult.extensions, cost }
      },
    }
  },
}
