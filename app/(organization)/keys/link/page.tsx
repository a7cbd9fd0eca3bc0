import type { Metadata } from 'next'
import { z } from 'zod'
import { AlreadyLinked } from '@/components/link-wizard/cannot-link'
import { StepChecks } from '@/components/link-wizard/step-checks'
import { StepKey } from '@/components/link-wizard/step-key'
import { StepLinking } from '@/components/link-wizard/step-linking'
import { StepPolicy } from '@/components/link-wizard/step-policy'
import { StepProvider } from '@/components/link-wizard/step-provider'
import { StepReview } from '@/components/link-wizard/step-review'
import { WizardFrame } from '@/components/link-wizard/wizard-frame'
import { WIZARD_STEPS, type WizardStep } from '@/components/link-wizard/wizard-steps'
import { OnlyAdmins } from '@/components/shell/only-admins'
import { routes } from '@/components/shell/routes'
import { opaqueId } from '@/lib/domain/ids'
import type { JobView } from '@/lib/domain/views/job'
import { hasPassed } from '@/lib/domain/views/preflight'
import type { WizardView } from '@/lib/domain/views/wizard'
import { findJobView } from '@/lib/use-cases/jobs/find-job'
import { readWizard } from '@/lib/use-cases/keys/read-wizard'
import { pageContext } from '@/lib/use-cases/web-context'
import { link, startChecks } from './actions'

export const metadata: Metadata = { title: 'Link your key' }

/** What isn't a step, a key or an id counts as not given: the address may have been typed. */
const search = z.object({
  step: z.enum(WIZARD_STEPS).catch('provider'),
  key: z.string().max(300).optional().catch(undefined),
  job: opaqueId.optional().catch(undefined),
})

interface LinkKeyPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function LinkKeyPage({ searchParams }: LinkKeyPageProps) {
  const asked = search.parse(await searchParams)
  const context = await pageContext()
  const view = await readWizard(context)
  const job = asked.job ? await findJobView(context, asked.job) : null
  const step = reachableStep(asked, job)
  if (!view.mayLink)
    return (
      <WizardFrame>
        <OnlyAdmins what="link a key" href={routes.keys} back="Back to the keys" />
      </WizardFrame>
    )
  if (view.linkedKeyId && step !== 'linking') {
    return (
      <WizardFrame>
        <AlreadyLinked keyId={view.linkedKeyId} />
      </WizardFrame>
    )
  }
  return <WizardFrame step={step}>{stepBody(step, asked.key, view, job)}</WizardFrame>
}

type Asked = z.output<typeof search>

/** The step that was asked for, or the latest before it that has what it needs. */
function reachableStep({ step, key }: Asked, job: JobView | null): WizardStep {
  if (step === 'provider' || step === 'policy' || step === 'key') return step
  if (!key || !job) return 'key'
  if (step === 'linking' && job.kind === 'link-key') return step
  if (job.kind !== 'preflight') return 'key'
  return step === 'review' && hasPassed(job, key) ? step : 'checks'
}

function stepBody(step: WizardStep, key: string | undefined, view: WizardView, job: JobView | null) {
  if (step === 'provider') return <StepProvider />
  if (step === 'policy') return <StepPolicy view={view} state={{ key }} />
  if (step === 'key' || !key || !job) {
    return <StepKey regions={view.regions} state={{ key }} startChecks={startChecks} />
  }
  if (step === 'review') return <StepReview keyId={key} checksJob={job.id} link={link} />
  if (step === 'linking') return <StepLinking key={job.id} keyId={key} first={job} />
  return <StepChecks key={job.id} keyId={key} first={job} startChecks={startChecks} />
}
