'use client'

import type { Known } from '@/components/link-wizard/known'
import { PastedKey } from '@/components/link-wizard/pasted-key'
import { readPasted } from '@/components/link-wizard/read-pasted'
import { ShortField } from '@/components/link-wizard/short-field'
import { wizardHref } from '@/components/link-wizard/wizard-steps'
import { CodeBlock } from '@/components/ui/code-block'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { parseKeyAccess } from '@/lib/domain/key-access'
import type { HandoffView } from '@/lib/domain/views/wizard'

interface SendBackProps {
  view: HandoffView
  known: Known
  onKnown: (change: Partial<Known>) => void
}

/** Makes the address that takes an admin of the organization to the very key, ready to be checked. */
export function SendBack({ view: { provider, setup, wizardUrl }, known, onKnown }: SendBackProps) {
  const { key = '', role = '', tenant = '' } = known
  // What was handed off is one cloud's key: one in another is no answer to it.
  const read = readPasted(key, { ...setup, clouds: [provider] })
  const way = read.reference && parseKeyAccess(read.reference, { roleArn: role, tenantId: tenant })
  const wrong: { roleArn?: string; tenantId?: string } = way && !way.ok ? way.fields : {}
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PastedKey
        name="key"
        label={CLOUD_WORDS[provider].keyIdLabel}
        provider={provider}
        text={key}
        onText={(text) => onKnown({ key: text })}
        read={read}
      />
      {provider === 'aws' && (
        <ShortField
          name="role"
          label="ARN of the role"
          hint="Only if you made a role that we assume."
          error={wrong.roleArn}
          value={role}
          onValue={(text) => onKnown({ role: text })}
          className="font-mono text-sm"
        />
      )}
      {provider === 'azure' && (
        <p className="text-ink-soft">
          {wrong.tenantId ?? 'The directory (tenant) id from above goes with it.'}
        </p>
      )}
      <div aria-live="polite">
        {read.reference && way?.ok && (
          <CodeBlock
            label="Send this back"
            code={addressOf(wizardUrl, {
              key: read.reference.id,
              role: way.access.roleArn,
              tenant: way.access.tenantId,
            })}
          />
        )}
      </div>
    </div>
  )
}

const addressOf = (wizardUrl: string, known: Known) => new URL(wizardHref('key', known), wizardUrl).href
