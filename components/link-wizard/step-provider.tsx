import { Cloud } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { RadioCards } from '@/components/ui/radio-cards'
import { StepActions, StepHead } from './wizard-frame'
import { wizardHref } from './wizard-steps'

const icon = <Cloud aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-faint" />

const PROVIDERS = [
  {
    value: 'aws',
    title: 'AWS KMS',
    description: 'A symmetric key in your own AWS account, software or HSM.',
    icon,
  },
  { value: 'azure', title: 'Azure Key Vault', disabledReason: 'Coming. Not available yet.', icon },
  { value: 'google', title: 'Google Cloud KMS', disabledReason: 'Coming. Not available yet.', icon },
]

/** Step 1: in which cloud the key lives. */
export function StepProvider() {
  return (
    <>
      <StepHead title="Where does your key live?">
        <p>
          You need somebody who may create keys there and edit their policies. It takes about five minutes;
          this page keeps your place, so you can hand its address over.
        </p>
      </StepHead>
      <RadioCards name="provider" legend="Provider" options={PROVIDERS} defaultValue="aws" />
      <StepActions>
        <ButtonLink href={wizardHref('policy')} variant="primary">
          Continue with AWS KMS
        </ButtonLink>
      </StepActions>
    </>
  )
}
