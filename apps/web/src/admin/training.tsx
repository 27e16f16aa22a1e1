'use client'

import { useActionState } from 'react'
import { startTraining } from './actions.ts'
import { OutcomeLine } from './outcome.tsx'
import { BASES } from './training-form.ts'

/** Starts a retrain on the catalogue as it is now. */
export function TrainingForm() {
  const [outcome, send, isPending] = useActionState(startTraining, null)
  return (
    <form action={send} className="grid gap-4">
      <div className="grid grid-cols-3 gap-3">
        <Labelled id="base" label="Base">
          <select id="base" name="base" className="field">
            {BASES.map((base) => (
              <option key={base} value={base}>
                {base.toUpperCase()}
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
      <Check name="mrdib" label="With MRdIB" hint="bottleneck, unique, redundant and synergy terms" isOn />
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

function Check({ name, label, hint, isOn }: { name: string; label: string; hint: string; isOn?: boolean }) {
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input type="checkbox" name={name} defaultChecked={isOn} className="size-5 shrink-0 accent-action" />
      <span className="leading-tight">
        <span className="font-semibold">{label}</span> <span className="type-label text-ink-soft">{hint}</span>
      </span>
    </label>
  )
}
