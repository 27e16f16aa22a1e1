import { formatMoney, type Money } from '../services/money.ts'
import { builder } from './builder.ts'

export const MoneyRef = builder.objectRef<Money>('Money').implement({
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
