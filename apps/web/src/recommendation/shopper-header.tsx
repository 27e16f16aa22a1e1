import Link from 'next/link'
import { type Ink, Legend, Swatch } from '../explanation/index.ts'
import { FoldedPanel, FoldedSheet, PageHeading } from '../layout/index.ts'
import { describeShopper, type Shopper, shopLink, ShopperSwitcher, type Taste } from '../shopper/index.ts'

const TASTES: Readonly<Record<Taste, { ink: Ink; label: string }>> = {
  picture: { ink: 'picture', label: 'the picture' },
  words: { ink: 'words', label: 'the words' },
  both: { ink: 'shared', label: 'the agreement' },
  combination: { ink: 'synergy', label: 'the combination' },
}

interface ShopperHeaderProps {
  shopper: Shopper
  /** One simulated shopper of each taste. */
  examples: readonly { taste: Taste; shopper: Shopper }[]
}

/** The top of the home page: the shopper, a switcher, and the legend of the bars. */
export function ShopperHeader({ shopper, examples }: ShopperHeaderProps) {
  return (
    <section className="cover on-cover relative z-20 mb-8" aria-label="Current shopper">
      <FoldedSheet>
        <FoldedPanel className="flex flex-col justify-between gap-6 px-5 pb-6 pt-8 sm:px-7 lg:pb-12 lg:pt-12">
          <ShopperName shopper={shopper} />
          <p className="max-w-[36ch] text-lg text-cover-soft">{describeShopper(shopper)}</p>
        </FoldedPanel>
        <FoldedPanel className="flex flex-col justify-between gap-6 px-5 py-6 focus-within:z-10 sm:px-7 lg:py-12">
          <ShopperSwitcher current={shopper} />
          {examples.length > 0 && (
            <nav aria-label="A shopper of each taste">
              <p className="type-label mb-2">Or compare simulated shoppers whose taste follows</p>
              <ul className="grid grid-cols-2 gap-2">
                {examples.map(({ taste, shopper: example }) => (
                  <li key={taste}>
                    <Link
                      href={shopLink('/', example.externalId)}
                      prefetch={false}
                      aria-current={example.taste === shopper.taste ? 'true' : undefined}
                      className="type-label flex min-h-11 items-center gap-2 border border-cover-soft px-2 py-1 hover:bg-cover aria-[current]:bg-cover-ink aria-[current]:text-cover"
                    >
                      <span className="grid bg-paper p-0.5">
                        <Swatch ink={TASTES[taste].ink} className="size-4" />
                      </span>
                      {TASTES[taste].label}
                    </Link>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </FoldedPanel>
        <FoldedPanel className="px-5 py-3 sm:px-7 lg:py-12">
          {/* On a phone the legend is closed, so that the first product is near the top. */}
          <details className="lg:hidden">
            <summary className="type-label flex min-h-11 items-center font-semibold">How to read the reasons</summary>
            <Legend />
          </details>
          <div className="hidden lg:block">
            <h2 className="type-label mb-3 font-semibold">How to read the reasons</h2>
            <Legend />
          </div>
        </FoldedPanel>
      </FoldedSheet>
    </section>
  )
}

/** The shopper's name. The font size depends on the longest word, so that no name is broken. */
function ShopperName({ shopper: { name, externalId } }: { shopper: Shopper }) {
  const longest = Math.max(...name.split(/\s+/).map((word) => Array.from(word).length))
  return (
    <PageHeading pageKey={externalId} className="@container">
      <span className="type-title block text-2xl font-medium text-cover-soft">Picked for</span>{' '}
      <span
        className="type-display mt-1 block [overflow-wrap:anywhere]"
        style={{ fontSize: `clamp(1.75rem, ${(100 / Math.max(5, longest) / 0.84).toFixed(2)}cqi, 4.75rem)` }}
      >
        {name}
      </span>
    </PageHeading>
  )
}
