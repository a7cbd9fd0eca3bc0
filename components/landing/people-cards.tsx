'use client'

import { ArrowRight } from 'lucide-react'
import { useState, useTransition } from 'react'
import { Initials } from '@/components/shell/user-menu'
import { Callout } from '@/components/ui/callout'
import { Spinner } from '@/components/ui/spinner'
import { type ActionState, IDLE } from '@/lib/domain/action-state'
import type { DemoPersonView } from '@/lib/domain/views/account'
import { signInByCard } from './sign-in'

/** The people of the demo, each signed in by one click. */
export function PeopleCards({ people }: { people: DemoPersonView[] }) {
  const [state, setState] = useState<ActionState>(IDLE)
  const [chosen, setChosen] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()

  function enter(email: string) {
    if (pending) return
    setChosen(email)
    startTransition(async () => {
      const form = new FormData()
      form.set('email', email)
      setState(await signInByCard(state, form))
    })
  }

  const busy = pending || state.status === 'ok'
  return (
    <div className="grid gap-3">
      {state.status === 'error' && (
        <Callout tone="stopped" title={state.message} role="alert">
          {state.fix}
        </Callout>
      )}
      <ul className="grid gap-2">
        {people.map((person) => (
          <li key={person.email}>
            <PersonCard
              person={person}
              busy={busy && chosen === person.email}
              onChoose={() => enter(person.email)}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}

interface PersonCardProps {
  person: DemoPersonView
  busy: boolean
  onChoose: () => void
}

function PersonCard({ person, busy, onChoose }: PersonCardProps) {
  return (
    <button
      type="button"
      onClick={onChoose}
      aria-busy={busy || undefined}
      className="group flex w-full items-center gap-3 rounded-lg border border-line bg-raised px-3 py-2.5 text-left shadow-lift transition-colors hover:border-accent-line hover:bg-hover"
    >
      <Initials name={person.name} />
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{person.name}</span>
        <span className="text-ink-soft text-sm">
          {person.role} · {person.organization ?? 'Latchkey'}
        </span>
      </span>
      {busy ? (
        <Spinner />
      ) : (
        <ArrowRight aria-hidden className="size-4 text-ink-faint group-hover:text-accent-text" />
      )}
    </button>
  )
}
