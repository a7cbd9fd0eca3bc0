import type { ReactNode } from 'react'
import { routes } from '@/components/shell/routes'
import { Page, PageHeader } from '@/components/ui/page-header'
import { Stepper } from '@/components/ui/stepper'
import { stepsAt, type WizardStep } from './wizard-steps'

/** The page around each step: what this is, where one is, and the step itself. */
export function WizardFrame({ step, children }: { step?: WizardStep; children: ReactNode }) {
  return (
    <Page>
      <PageHeader
        title="Link your key"
        description="Put your data under a root key that stays in your own cloud account. You can take it away at any time."
        breadcrumbs={[{ label: 'Keys', href: routes.keys }]}
      />
      {step && <Stepper label="Steps to link a key" steps={stepsAt(step)} />}
      <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6">{children}</div>
    </Page>
  )
}

/** The head of a step: what to do here, and why. */
export function StepHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="grid gap-1">
      <h2 className="font-semibold text-lg">{title}</h2>
      {children && <div className="text-ink-soft [&>p]:max-w-prose">{children}</div>}
    </div>
  )
}

/** The row at the end of a step: back on the left, on to the next on the right. */
export function StepActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 border-line border-t pt-4">{children}</div>
}
