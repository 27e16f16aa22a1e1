'use client'

import { useActionState, useState } from 'react'
import { startTraining } from './actions.ts'
import { OutcomeLine } from './outcome.tsx'
import type { ConsoleQuery } from '../gql/graphql.ts'
import { DEFAULT_BASE } from './training-form.ts'

/** Starts a retrain on the catalog as it is now. */
export function TrainingForm({ bases }: { bases: ConsoleQuery['baseRecommenders'] }) {
  const [outcome, send, isPending] = useActionState(startTraining, null)
  const [chosen, choose] = useState(DEFAULT_BASE)
  const base = bases.find(({ name }) => name === chosen)
  return (
    <form action={send} className="grid gap-4">
      <div className="grid grid-cols-3 gap-3">
        <Labelled id="base" label="Base">
          <select
            id="base"
            name="base"
            className="field"
            value={chosen}
            onChange={(event) => choose(event.target.value)}
            aria-describedby="base-summary"
          >
            {bases.map(({ name }) => (
              <option key={name} value={name}>
                {name.toUpperCase()}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled id="epochs" label="Epochs">
          <input id="epochs" name="epochs" inputMode="numeric" placeholder="default" className="field figures" />
        </Labelled>
        <Labelled id="seed" label="Seed">
          <input id="seed" name="seed" inputMode="numeric" placeholder="default" className="field figures" />
        </Labelled>
      </div>
      <p id="base-summary" className="type-label text-ink-soft">
        {base?.summary}
      </p>
      <Check
        // a base that reads no features cannot carry it: switched off and not sent
        key={base?.canCarryMrdib ? 'can' : 'cannot'}
        name="mrdib"
        label="With MRdIB"
        hint={
          base?.canCarryMrdib
            ? 'bottleneck, unique, redundant and synergy terms'
            : 'this base reads no features to compress'
        }
        isOn={base?.canCarryMrdib}
        isOff={!base?.canCarryMrdib}
      />
      <Check name="autoPromote" label="Promote when it is not worse" hint="than the version in production" />
      <div>
        <button className="button button-solid" disabled={isPending}>
          Start training
        </button>
      </div>
      <OutcomeLine outcome={outcome} />
    </form>
  )
}

function Labelled({ id, label, children }: { id: string; label: string; children: React.ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="type-label mb-1 block font-semibold">
        {label}
      </label>
      {children}
    </div>
  )
}

interface CheckProps {
  name: string
  label: string
  hint: string
  isOn?: boolean
  isOff?: boolean
}

function Check({ name, label, hint, isOn, isOff }: CheckProps) {
  return (
    <label className={`flex min-h-11 items-center gap-3 ${isOff ? 'opacity-60' : ''}`}>
      <input
        type="checkbox"
        name={name}
        defaultChecked={isOn}
        disabled={isOff}
        className="size-5 shrink-0 accent-action"
      />
      <span className="leading-tight">
        <span className="font-semibold">{label}</span> <span className="type-label text-ink-soft">{hint}</span>
      </span>
    </label>
  )
}
