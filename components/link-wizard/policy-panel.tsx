'use client'

import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { buttonStyles } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Tabs } from '@/components/ui/tabs'
import { awsKeyPolicy } from '@/lib/domain/aws-policy'
import { createKeyCommands, putPolicyCommands } from './aws-commands'

export interface PolicyValues {
  organizationId: string
  principalArn: string
  /** the account of the key, where it is known beforehand */
  accountId: string | null
  regions: string[]
  simulatorUrl: string | null
}

const ACCOUNT = /^\d{12}$/

/** The exact key policy with our values and the customer's account filled in, and how to put it on a key. */
export function PolicyPanel({
  organizationId,
  principalArn,
  accountId,
  regions,
  simulatorUrl,
}: PolicyValues) {
  const [typed, setTyped] = useState(accountId ?? '')
  const digits = typed.replace(/[\s-]/g, '')
  const known = ACCOUNT.test(digits)
  const policy = awsKeyPolicy({ customerAccountId: known ? digits : null, principalArn, organizationId })
  const region = regions.includes('eu-central-1') ? 'eu-central-1' : (regions[0] ?? 'YOUR_REGION')
  return (
    <div className="grid gap-4">
      <Field
        name="account"
        label="Your AWS account"
        hint={
          known
            ? 'It stands in the policy below.'
            : 'Twelve digits. Until they are here, replace YOUR_ACCOUNT_ID in the policy yourself.'
        }
        error={digits !== '' && !known ? 'An AWS account has twelve digits.' : undefined}
        optional
      >
        <Input
          className="max-w-56"
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <CodeBlock label="Key policy" code={policy} />
      <Tabs
        label="How to put it on a key"
        tabs={[
          {
            value: 'console',
            label: 'Console',
            content: <ConsoleSteps regions={regions} simulatorUrl={simulatorUrl} />,
          },
          {
            value: 'cli',
            label: 'AWS CLI',
            content: (
              <div className="grid gap-3">
                <CodeBlock label="Create a new key" code={createKeyCommands(region)} />
                <CodeBlock label="Or use a key you have" code={putPolicyCommands(region)} />
              </div>
            ),
          },
        ]}
      />
    </div>
  )
}

function ConsoleSteps({ regions, simulatorUrl }: { regions: string[]; simulatorUrl: string | null }) {
  return (
    <div className="grid gap-3">
      <ol className="grid list-decimal gap-1.5 pl-5 marker:text-ink-faint">
        <li>
          Open <strong className="font-medium">Key Management Service</strong> in the region that the key
          shall be in{regions.length <= 5 ? ` (${regions.join(', ')})` : ''}, go to “Customer managed keys”
          and choose “Create key”.
        </li>
        <li>Key type “Symmetric”, key usage “Encrypt and decrypt”.</li>
        <li>Give it an alias you will recognise. Skip administrators and users: the policy names them.</li>
        <li>On “Edit key policy”, replace everything with the policy above, then finish.</li>
        <li>Open the key and copy its ARN, at the top of its page.</li>
      </ol>
      {simulatorUrl && (
        <a href={simulatorUrl} target="_blank" rel="noreferrer" className={`${buttonStyles()} w-fit`}>
          <ExternalLink aria-hidden /> Open Northwind’s AWS account
        </a>
      )}
    </div>
  )
}
