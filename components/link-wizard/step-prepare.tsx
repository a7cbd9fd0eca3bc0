'use client'

import { type ReactNode, useState } from 'react'
import { ButtonLink } from '@/components/ui/button'
import type { Cloud } from '@/lib/domain/provider'
import type { SetupValues } from '@/lib/domain/views/wizard'
import { CloudSteps } from './cloud-steps'
import type { Known } from './known'
import { PREPARE_WORDS } from './prepare-words'
import { StepActions, StepHead } from './wizard-frame'
import { type WizardState, wizardHref } from './wizard-steps'

interface StepPrepareProps {
  setup: SetupValues
  provider: Cloud
  state: WizardState
  /** how to have somebody else do it */
  handOff: ReactNode
}

/** Step 2: the key, and that we may use it for this organization and for nothing else. */
export function StepPrepare({ setup, provider, state, handOff }: StepPrepareProps) {
  const [known, setKnown] = useState<Known>({ key: state.key, role: state.role, tenant: state.tenant })
  const { title, sentence } = PREPARE_WORDS[provider]
  return (
    <>
      <StepHead title={title}>
        <p>{sentence(setup.organizationName)}</p>
      </StepHead>
      <CloudSteps
        provider={provider}
        setup={setup}
        known={known}
        onKnown={(change) => setKnown((before) => ({ ...before, ...change }))}
      />
      {handOff}
      <StepActions>
        <ButtonLink href={wizardHref('provider', { ...state, ...known, provider })} variant="ghost">
          Back
        </ButtonLink>
        <ButtonLink href={wizardHref('key', { ...state, ...known, provider })} variant="primary">
          The key is prepared
        </ButtonLink>
      </StepActions>
    </>
  )
}
