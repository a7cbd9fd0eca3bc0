import { ArrowRight } from 'lucide-react'
import { Initials } from '@/components/shell/initials'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import type { FormAction } from '@/lib/domain/action-state'

/** Somebody of the demo. */
export interface DemoPerson {
  id: string
  name: string
  /** The role in words. */
  role: string
  /** Where they work. */
  organization: string
  /** What they come for, in a sentence. */
  canDo: string
}

/** The people of the demo as cards: one click signs in as one of them. The action gets `personId`. */
export function DemoPeople({ people, signInAs }: { people: DemoPerson[]; signInAs: FormAction }) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2">
      {people.map((person) => (
        <li
          key={person.id}
          className="flex flex-col gap-3 rounded-lg border border-line bg-raised p-4 shadow-lift"
        >
          <div className="flex items-center gap-3">
            <Initials name={person.name} />
            <div className="min-w-0">
              <h3 className="font-semibold">{person.name}</h3>
              <p className="text-ink-faint text-sm">
                {person.role}, {person.organization}
              </p>
            </div>
          </div>
          <p className="flex-1 text-ink-soft text-sm">{person.canDo}</p>
          <ActionForm action={signInAs} aria-label={`Sign in as ${person.name}`}>
            <input type="hidden" name="personId" value={person.id} />
            <SubmitButton variant="secondary" className="w-full" pendingLabel="Signing in">
              Sign in as {person.name.split(' ')[0]} <ArrowRight aria-hidden />
            </SubmitButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  )
}
