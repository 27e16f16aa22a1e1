'use server'

import { adminKey, LOGGED_OUT } from '../admin-session/index.ts'
import { ask, graphql } from '../api/index.ts'
import type { Feedback } from '../layout/index.ts'

const PROMOTE_MODEL_VERSION = graphql(/* GraphQL */ `
  mutation PromoteModelVersion($input: PromoteModelVersionInput!) {
    promoteModelVersion(input: $input) {
      modelVersion {
        id
        number
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`)

export interface PromotionFeedback extends Feedback {
  /** True when the admin may force the promotion with a reason. */
  readonly canForce?: boolean
}

/** Puts a model version into production. */
export async function promote(_: PromotionFeedback | null, form: FormData): Promise<PromotionFeedback> {
  const key = await adminKey()
  if (!key) return LOGGED_OUT
  const reason = String(form.get('reason') ?? '').trim() || null
  const input = { id: String(form.get('id')), force: form.get('force') === 'on', reason }
  const { data, error } = await ask(PROMOTE_MODEL_VERSION, { input }, key)
  if (error) return { tone: 'error', message: error.message }
  const userError = data?.promoteModelVersion.userErrors[0]
  if (userError) {
    const canForce = userError.code === 'WORSE_THAN_PRODUCTION' || userError.code === 'REASON_REQUIRED'
    return { tone: 'error', message: userError.message, canForce }
  }
  return { tone: 'success', message: `Version ${data?.promoteModelVersion.modelVersion?.number} is in production.` }
}
