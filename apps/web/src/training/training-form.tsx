'use client'

import { useActionState, useState } from 'react'
import type { TrainingConsoleQuery } from '../api/index.ts'
import { FormMessage, SubmitButton } from '../layout/index.ts'
import { startTraining } from './actions.ts'
import { DEFAULT_BASE } from './training-settings.ts'

/** Starts a training on the current catalog. */
export function TrainingForm({ bases }: { bases: TrainingConsoleQuery['baseRecommenders'] }) {
  const [feedback, submit, isPending] = useActionState(startTraining, null)
  const [baseName, setBaseName] = useState(DEFAULT_BASE)
  const base = bases.find(({ name }) => name === baseName)
  return (
    <form action={submit} className="grid gap-4">
      <div className="grid grid-cols-3 gap-3">
        <Field id="base" label="Base">
          <select
            id="base"
            name="base"
            className="field"
            value={baseName}
            onChange={(event) => setBaseName(event.target.value)}
            aria-describedby="base-summary"
          >
            {bases.map(({ name }) => (
              <option key={name} value={name}>
                {name.toUpperCase()}
              </option>
            ))}
          </select>
        </Field>
        <Field id="epochs" label="Epochs">
          <input id="epochs" name="epochs" inputMode="numeric" placeholder="default" className="field figures" />
        </Field>
        <Field id="seed" label="Seed">
          <input id="seed" name="seed" inputMode="numeric" placeholder="default" className="field figures" />
        </Field>
      </div>
      <p id="base-summary" className="type-label text-ink-soft">
        {base?.summary}
      </p>
      <Checkbox
        // A base without features cannot use MRdIB: the box is off and not sent.
        key={base?.canCarryMrdib ? 'can' : 'cannot'}
        name="mrdib"
        label="With MRdIB"
        hint={base?.canCarryMrdib ? 'bottleneck, unique, redundant and synergy terms' : 'this base uses no features'}
        isOn={base?.canCarryMrdib}
        isOff={!base?.canCarryMrdib}
      />
      <Checkbox name="autoPromote" label="Promote if not worse" hint="than the version in production" />
      <div>
        <SubmitButton className="button button-solid" isPending={isPending}>
          Start training
        </SubmitButton>
      </div>
      <FormMessage feedback={feedback} />
    </form>
  )
}

function Field({ id, label, children }: { id: string; label: string; children: React.ReactNode }) {
  return (
    <div>
      <label htmlFor={id} className="type-label mb-1 block font-semibold">
        {label}
      </label>
      {children}
    </div>
  )
}

interface CheckboxProps {
  name: string
  label: string
  hint: string
  isOn?: boolean
  isOff?: boolean
}

function Checkbox({ name, label, hint, isOn, isOff }: CheckboxProps) {
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
