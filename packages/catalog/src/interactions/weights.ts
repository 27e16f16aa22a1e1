import type { InteractionType } from '../../generated/prisma/client.ts'

/** How much an interaction says about liking; a rating's weight is the rating itself. */
export const INTERACTION_WEIGHTS: Readonly<Record<Exclude<InteractionType, 'RATING'>, number>> = {
  VIEW: 1,
  CLICK: 1,
  LIKE: 2,
  CART: 3,
  PURCHASE: 5,
}
