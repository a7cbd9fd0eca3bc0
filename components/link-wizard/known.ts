import type { SetupValues } from '@/lib/domain/views/wizard'
import type { WizardState } from './wizard-steps'

/** What the cloud's admin has said so far; it goes on to the next step. */
export type Known = Pick<WizardState, 'key' | 'role' | 'tenant'>

/** The steps in one cloud, with an organization's values and what is known of the key. */
export interface CloudStepsProps {
  setup: SetupValues
  known: Known
  /** told what was typed: only what changed */
  onKnown: (change: Partial<Known>) => void
}
