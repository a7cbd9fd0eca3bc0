'use client'

import { Cloud as CloudIcon } from 'lucide-react'
import { useState } from 'react'
import { ButtonLink } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/radio-cards'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { CLOUDS, type Cloud } from '@/lib/domain/provider'
import type { SetupValues } from '@/lib/domain/views/wizard'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

const WORDS: Record<Cloud, { title: string; description: string }> = {
  aws: {
    title: 'AWS KMS',
    description: 'A symmetric key in your own AWS account, software or HSM, in one region or several.',
  },
  azure: {
    title: 'Azure Key Vault or Managed HSM',
    description: 'An RSA key in a vault of yours, or an AES key in your Managed HSM.',
  },
  google: {
    title: 'Google Cloud KMS',
    description: 'A symmetric key in your own project, software, HSM or external.',
  },
}

/** Step 1: in which cloud the key lives. Those that aren't set up say whom to ask. */
export function StepProvider({ setup, state }: { setup: SetupValues; state: WizardState }) {
  const { clouds, organizationName } = setup
  const first = state.provider && clouds.includes(state.provider) ? state.provider : clouds[0]
  const [provider, setProvider] = useState(first)
  const options = CLOUDS.map((cloud) => ({
    value: cloud,
    ...WORDS[cloud],
    icon: <CloudIcon aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-faint" />,
    disabledReason: clouds.includes(cloud)
      ? undefined
      : `Not set up for ${organizationName}. Ask the vendor of this service: their operator does it under “Customer keys”.`,
  }))
  return (
    <>
      <StepHead title="Where does your key live?">
        <p>
          You need somebody who may create keys there and say who uses them. It takes about five minutes; this
          page keeps your place, and the next one can hand the steps to whoever does that.
        </p>
      </StepHead>
      <RadioCards
        name="provider"
        legend="Provider"
        options={options}
        defaultValue={provider}
        onValueChange={(value) => setProvider(CLOUDS.find((cloud) => cloud === value))}
      />
      <StepActions>
        {provider && (
          <ButtonLink href={wizardHref('prepare', { ...state, provider })} variant="primary">
            Continue with {CLOUD_WORDS[provider].service}
          </ButtonLink>
        )}
      </StepActions>
    </>
  )
}
