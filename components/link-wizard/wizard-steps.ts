import { routes, withQuery } from '@/components/shell/routes'
import type { Step } from '@/components/ui/stepper'
import type { Cloud } from '@/lib/domain/provider'

/** The steps of linking a key, in order; the address says which one. */
export const WIZARD_STEPS = ['provider', 'prepare', 'key', 'checks', 'review', 'linking'] as const
export type WizardStep = (typeof WIZARD_STEPS)[number]

const TITLES: Record<WizardStep, string> = {
  provider: 'Provider',
  prepare: 'Prepare',
  key: 'Your key',
  checks: 'Live checks',
  review: 'Review',
  linking: 'Link',
}

/** What the address carries: the cloud, what was pasted, and the job that checks or links the key. */
export interface WizardState {
  provider?: Cloud
  key?: string
  role?: string
  tenant?: string
  job?: string
}

/** The address of a step. */
export function wizardHref(step: WizardStep, { provider, key, role, tenant, job }: WizardState = {}) {
  return withQuery(routes.linkKey, { step, provider, key, role, tenant, job })
}

/** The row of steps over the wizard. */
export function stepsAt(current: WizardStep): Step[] {
  const at = WIZARD_STEPS.indexOf(current)
  return WIZARD_STEPS.map((step, index) => ({
    title: TITLES[step],
    state: index < at ? 'done' : index === at ? 'current' : 'waiting',
  }))
}
