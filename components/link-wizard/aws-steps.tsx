'use client'

import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'
import { RadioCards } from '@/components/ui/radio-cards'
import { awsCliScript } from '@/lib/domain/aws-cli'
import { awsConsoleSteps } from '@/lib/domain/aws-console-steps'
import { type AwsSetup, keyToFillIn } from '@/lib/domain/aws-setup'
import { awsTerraform } from '@/lib/domain/aws-terraform'
import type { CloudStepsProps } from './known'
import { readPasted } from './read-pasted'
import { ReplicaChoice } from './replica-choice'
import { type SetupStep, Ways } from './setup-steps'
import { ShortField } from './short-field'

const ACCOUNT = /^\d{12}$/
const ROLE_NAME = 'latchkey'

/** AWS: a key whose policy names our role, or a role of theirs that we assume by an external id. */
export function AwsSteps({ setup, known }: CloudStepsProps) {
  const pasted = readPasted(known.key ?? '', setup).reference
  const key = pasted?.provider === 'aws' ? pasted.key : null
  const [way, setWay] = useState(known.role ? 'role' : 'policy')
  const [typed, setTyped] = useState(key?.accountId ?? setup.aws.accountId ?? '')
  const [region, setRegion] = useState(key?.region ?? firstRegion(setup.regions.aws))
  const [replicas, setReplicas] = useState<string[]>([])
  const digits = typed.replace(/[\s-]/g, '')
  const isKnown = ACCOUNT.test(digits)
  const { principalArn, externalId } = setup.aws
  const values: AwsSetup = {
    principalArn,
    organizationId: setup.organizationId,
    accountId: isKnown ? digits : null,
    regions: [region, ...replicas.filter((other) => other !== region)],
    key: null,
    role: way === 'role' ? { name: ROLE_NAME, externalId } : null,
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <RadioCards
        name="way"
        legend="How we may use the key"
        columns={2}
        defaultValue={way}
        onValueChange={setWay}
        options={[
          {
            value: 'policy',
            title: 'The key’s policy names our role',
            description: 'The shorter way: one policy, on the key itself.',
          },
          {
            value: 'role',
            title: 'A role of yours, which we assume',
            description:
              'For accounts that grant by roles alone. Its external id is made for this organization.',
          },
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <ShortField
          name="account"
          label="Your AWS account"
          hint={
            isKnown
              ? 'It stands in the steps below.'
              : 'Twelve digits. Until they are here, replace YOUR_ACCOUNT_ID in the steps yourself.'
          }
          error={digits !== '' && !isKnown ? 'An AWS account has twelve digits.' : undefined}
          value={typed}
          onValue={setTyped}
        />
        <Field name="region" label="Region of the key">
          <Select value={region} onChange={(event) => setRegion(event.target.value)}>
            {setup.regions.aws.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
      </div>
      <ReplicaChoice regions={setup.regions.aws} primary={region} chosen={replicas} onChoose={setReplicas} />
      <Ways
        cloud="aws"
        cliName="AWS CLI"
        simulatorUrl={setup.simulatorUrl}
        console={awsConsoleSteps(values).map(inOurForm)}
        cli={[
          { label: 'Create a key', code: awsCliScript(values) },
          { label: 'Or use a key you have', code: awsCliScript({ ...values, ...existing(values, region) }) },
        ]}
        terraform={[
          { label: 'Create a key', code: awsTerraform(values) },
          { label: 'Or use a key you have', code: awsTerraform({ ...values, ...existing(values, region) }) },
        ]}
      />
    </div>
  )

  /** The key that was pasted, or one with gaps; alone, since its replicas are not known. */
  function existing(of: AwsSetup, inRegion: string): Pick<AwsSetup, 'key' | 'regions'> {
    return key ? { key, regions: [key.region] } : { key: keyToFillIn(of, inRegion), regions: [inRegion] }
  }
}

const firstRegion = (regions: readonly string[]) =>
  regions.includes('eu-central-1') ? 'eu-central-1' : (regions[0] ?? 'eu-central-1')

function inOurForm({ text, paste }: ReturnType<typeof awsConsoleSteps>[number]): SetupStep {
  return { text, ...(paste && { paste: { ...paste, as: 'block' } }) }
}
