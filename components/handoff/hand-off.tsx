'use client'

import { useState } from 'react'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'
import { Table, TBody, Td, THead, Th, Tr } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { FormAction } from '@/lib/domain/action-state'
import { CLOUD_WORDS } from '@/lib/domain/cloud-words'
import { HANDOFF_LIVES_DAYS, PROPOSED_LIFE_DAYS } from '@/lib/domain/handoff'
import type { Cloud } from '@/lib/domain/provider'
import type { HandoffRow } from '@/lib/domain/views/wizard'

interface HandOffProps {
  provider: Cloud
  /** the links that lead to the steps at present */
  rows: HandoffRow[]
  now: string
  make: FormAction
  revoke: FormAction
}

/** Hands the steps to somebody without an account: makes a link, shows it this once, and lists those that live. */
export function HandOff({ provider, rows, now, make, revoke }: HandOffProps) {
  const [url, setUrl] = useState<string | null>(null)
  return (
    <section
      aria-labelledby="hand-off"
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-line border-t pt-4"
    >
      <div className="grid gap-0.5">
        <h3 id="hand-off" className="font-medium">
          Does somebody else do this?
        </h3>
        <p className="max-w-prose text-ink-soft">
          Send them a link. It shows these steps for {CLOUD_WORDS[provider].service} with your values filled
          in, needs no account, and opens nothing else. They send back what names the key.
        </p>
      </div>
      <div role="status">{url && <MadeLink url={url} />}</div>
      <ActionForm
        action={make}
        keepValues
        onOk={({ secret }) => setUrl(secret ?? null)}
        aria-label="Hand off the steps"
        className="flex flex-wrap items-end gap-2"
      >
        <input type="hidden" name="provider" value={provider} />
        <Field name="lifeDays" label="The link works for">
          <Select defaultValue={PROPOSED_LIFE_DAYS}>
            {HANDOFF_LIVES_DAYS.map((days) => (
              <option key={days} value={days}>
                {days === 1 ? 'A day' : `${days} days`}
              </option>
            ))}
          </Select>
        </Field>
        <SubmitButton variant="secondary" pendingLabel="Making a link">
          Make a link
        </SubmitButton>
      </ActionForm>
      {rows.length > 0 && <LiveLinks rows={rows} now={now} revoke={revoke} />}
    </section>
  )
}

function MadeLink({ url }: { url: string }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Callout tone="warn" title="Copy the link now: it is shown this once.">
        Whoever has it sees the steps until it ends or you revoke it.
      </Callout>
      <CodeBlock label="Link to the steps" code={url} />
    </div>
  )
}

function LiveLinks({ rows, now, revoke }: { rows: HandoffRow[]; now: string; revoke: FormAction }) {
  return (
    <Table label="Links that lead to the steps">
      <THead>
        <Tr>
          <Th>Steps in</Th>
          <Th>Made</Th>
          <Th>Ends</Th>
          <Th end>
            <span className="sr-only">Revoke</span>
          </Th>
        </Tr>
      </THead>
      <TBody>
        {rows.map(({ id, provider, createdBy, createdAt, expiresAt }) => (
          <Tr key={id}>
            <Td>{CLOUD_WORDS[provider].service}</Td>
            <Td>
              <Time iso={createdAt} now={now} />
              <span className="block text-ink-faint text-xs">by {createdBy}</span>
            </Td>
            <Td>
              <Time iso={expiresAt} now={now} />
            </Td>
            <Td end>
              <ConfirmDialog
                trigger={
                  <Button size="sm">
                    Revoke<span className="sr-only"> the link for {CLOUD_WORDS[provider].service}</span>
                  </Button>
                }
                title="Revoke this link?"
                description="Whoever has it no longer sees the steps. What they did in your cloud stays as it is."
                confirmLabel="Revoke the link"
                action={revoke}
                values={{ id }}
              />
            </Td>
          </Tr>
        ))}
      </TBody>
    </Table>
  )
}
