import { routes, withQuery } from '@/components/shell/routes'
import type { Step } from '@/components/ui/stepper'

/** The steps of linking a key, in order; the address says which one. */
export const WIZARD_STEPS = ['provider', 'policy', 'key', 'checks', 'review', 'linking'] as const
export type WizardStep = (typeof WIZARD_STEPS)[number]

const TITLES: Record<WizardStep, string> = {
  provider: 'Provider',
  policy: 'Key policy',
  key: 'Key ARN',
  checks: 'Live checks',
  review: 'Review',
  linking: 'Link',
}

/** What the address carries: the ARN that was pasted, and the job that checks or links it. */
export interface WizardState {
  key?: string
  job?: string
}

/** The address of a step. */
export function wizardHref(step: WizardStep, state: WizardState = {}) {
  return withQuery(routes.linkKey, { step, ...state })
}

/** The row of steps over the wizard. */
export function stepsAt(current: WizardStep): Step[] {
  const at = WIZARD_STEPS.indexOf(current)
  return WIZARD_STEPS.map((step, index) => ({
    title: TITLES[step],
    state: index < at ? 'done' : index === at ? 'current' : 'waiting',
  }))
}
