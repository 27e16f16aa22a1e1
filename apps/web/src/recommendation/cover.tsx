import Link from 'next/link'
import { Legend } from '../explanation/legend.tsx'
import type { Ink } from '../explanation/parts.ts'
import { Swatch } from '../explanation/swatch.tsx'
import { shopLink } from '../shopper/link.ts'
import { describeShopper, type Shopper, type Taste } from '../shopper/shopper.ts'
import { ShopperSwitcher } from '../shopper/switcher.tsx'

const TASTES: Readonly<Record<Taste, { ink: Ink; label: string }>> = {
  picture: { ink: 'picture', label: 'the picture' },
  words: { ink: 'words', label: 'the words' },
  both: { ink: 'shared', label: 'what both say' },
  combination: { ink: 'synergy', label: 'the combination' },
}

interface CoverProps {
  shopper: Shopper
  examples: readonly { taste: Taste; shopper: Shopper }[]
}

/** The front of the leaflet: for whom it was printed, whom else it can be printed for, and how to read it. */
export function Cover({ shopper, examples }: CoverProps) {
  return (
    <section className="cover on-cover relative z-20 mb-8" aria-label="Whose shop this is">
      <div className="leaflet">
        <div className="panel flex flex-col justify-between gap-6 px-5 pb-6 pt-8 sm:px-7 lg:pb-12 lg:pt-12">
          <Headline name={shopper.name} />
          <p className="max-w-[36ch] text-lg text-cover-soft">{describeShopper(shopper)}</p>
        </div>
        <div className="panel flex flex-col justify-between gap-6 px-5 py-6 focus-within:z-10 sm:px-7 lg:py-12">
          <ShopperSwitcher key={shopper.externalId} current={shopper} />
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
        </div>
        <div className="panel px-5 py-3 sm:px-7 lg:py-12">
          {/* On a phone the first product should not have to wait below the legend: there it opens on demand. */}
          <details className="lg:hidden">
            <summary className="type-label flex min-h-11 items-center font-semibold">How to read the reasons</summary>
            <Legend />
          </details>
          <div className="hidden lg:block">
            <h2 className="type-label mb-3 font-semibold">How to read the reasons</h2>
            <Legend />
          </div>
        </div>
      </div>
    </section>
  )
}

/** The name fills its panel: the type is sized by the longest word, so that no name is broken. */
function Headline({ name }: { name: string }) {
  const longest = Math.max(...name.split(/\s+/).map((word) => Array.from(word).length))
  return (
    <h1 className="@container">
      <span className="type-title block text-2xl font-medium text-cover-soft">Picked for</span>{' '}
      <span
        className="type-display mt-1 block [overflow-wrap:anywhere]"
        style={{ fontSize: `clamp(1.75rem, ${(100 / Math.max(5, longest) / 0.84).toFixed(2)}cqi, 4.75rem)` }}
      >
        {name}
      </span>
    </h1>
  )
}
