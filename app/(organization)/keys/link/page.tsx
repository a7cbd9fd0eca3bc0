import type { Metadata } from 'next'
import { z } from 'zod'
import { HandOff } from '@/components/handoff/hand-off'
import { AlreadyLinked, NotOffered } from '@/components/link-wizard/cannot-link'
import { StepChecks } from '@/components/link-wizard/step-checks'
import { StepKey } from '@/components/link-wizard/step-key'
import { StepLinking } from '@/components/link-wizard/step-linking'
import { StepPrepare } from '@/components/link-wizard/step-prepare'
import { StepProvider } from '@/components/link-wizard/step-provider'
import { StepReview } from '@/components/link-wizard/step-review'
import { WizardFrame } from '@/components/link-wizard/wizard-frame'
import { WIZARD_STEPS, type WizardStep } from '@/components/link-wizard/wizard-steps'
import { OnlyAdmins } from '@/components/shell/only-admins'
import { routes } from '@/components/shell/routes'
import { opaqueId } from '@/lib/domain/ids'
import { cloudOf } from '@/lib/domain/key-reference'
import { CLOUDS, type Cloud } from '@/lib/domain/provider'
import type { JobView } from '@/lib/domain/views/job'
import { hasPassed } from '@/lib/domain/views/preflight'
import type { HandoffRow, SetupValues } from '@/lib/domain/views/wizard'
import { listHandoffs } from '@/lib/use-cases/handoffs/list'
import { findJobView } from '@/lib/use-cases/jobs/find-job'
import { readWizard } from '@/lib/use-cases/keys/read-wizard'
import { pageContext } from '@/lib/use-cases/web-context'
import { link, makeHandoff, revokeHandoff, startChecks } from './actions'

export const metadata: Metadata = { title: 'Link your key' }

/** What isn't a step, a key or an id counts as not given: the address may have been typed. */
const pasted = z.string().max(500).optional().catch(undefined)
const search = z.object({
  step: z.enum(WIZARD_STEPS).catch('provider'),
  provider: z.enum(CLOUDS).optional().catch(undefined),
  key: pasted,
  role: pasted,
  tenant: pasted,
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
  const { setup } = view
  if (!setup || setup.clouds.length === 0) {
    return (
      <WizardFrame>
        <NotOffered view={view} />
      </WizardFrame>
    )
  }
  const handoffs = step === 'prepare' ? await listHandoffs(context) : []
  const now = context.now.toISOString()
  return <WizardFrame step={step}>{stepBody(step, { asked, setup, job, handoffs, now })}</WizardFrame>
}

type Asked = z.output<typeof search>

/** The step that was asked for, or the latest before it that has what it needs. */
function reachableStep({ step, key }: Asked, job: JobView | null): WizardStep {
  if (step === 'provider' || step === 'prepare' || step === 'key') return step
  if (!key || !job) return 'key'
  if (step === 'linking' && job.kind === 'link-key') return step
  if (job.kind !== 'preflight') return 'key'
  return step === 'review' && hasPassed(job, key) ? step : 'checks'
}

interface StepNeeds {
  asked: Asked
  setup: SetupValues
  job: JobView | null
  handoffs: HandoffRow[]
  now: string
}

function stepBody(step: WizardStep, { asked, setup, job, handoffs, now }: StepNeeds) {
  const provider = providerOf(asked, setup)
  const { step: _, ...given } = asked
  const state = { ...given, provider }
  const { key } = asked
  if (step === 'provider') return <StepProvider setup={setup} state={state} />
  if (step === 'prepare') {
    const acts = { make: makeHandoff, revoke: revokeHandoff }
    const handOff = <HandOff key={provider} provider={provider} rows={handoffs} now={now} {...acts} />
    return <StepPrepare key={provider} setup={setup} provider={provider} state={state} handOff={handOff} />
  }
  if (step === 'key' || !key || !job) {
    return <StepKey setup={setup} provider={provider} state={state} startChecks={startChecks} />
  }
  if (step === 'review') return <StepReview keyId={key} state={state} link={link} />
  if (step === 'linking') return <StepLinking key={job.id} keyId={key} state={state} first={job} />
  return <StepChecks key={job.id} keyId={key} state={state} first={job} startChecks={startChecks} />
}

/** The cloud of the key that was pasted, else the one that was chosen, else the first one that is set up. */
function providerOf({ key = '', provider }: Asked, { clouds }: SetupValues): Cloud {
  const wanted = [cloudOf(key), provider]
  return (
    clouds.find((cloud) => cloud === wanted[0]) ??
    clouds.find((cloud) => cloud === wanted[1]) ??
    clouds[0] ??
    'aws'
  )
}
