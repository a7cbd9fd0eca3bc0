'use client'

import { useQueryClient } from '@tanstack/react-query'
import { deskQuery } from '@/components/rotation/rotation-query'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Callout } from '@/components/ui/callout'
import { Section } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Textarea } from '@/components/ui/input'
import type { FormAction } from '@/lib/domain/action-state'
import type { DeskView } from '@/lib/domain/views/rotation'

/** Approves or rejects, with a reason that the organization reads. */
export function DecisionForm({ view, action }: { view: DeskView; action: FormAction }) {
  const client = useQueryClient()
  if (view.own) {
    return (
      <Callout tone="warn" whose="support" title="You asked for this yourself.">
        Nobody decides a request of their own. Another member of the support staff has to.
      </Callout>
    )
  }
  return (
    <Section
      title="Decide"
      description="Approved, the rotation begins at once: its own checks come first, and if one fails nothing is changed. Rejected, nothing is changed, and the organization may ask again."
    >
      <ActionForm
        action={action}
        keepValues
        aria-label="Decide this request"
        className="max-w-2xl"
        onOk={() => client.invalidateQueries({ queryKey: deskQuery(view.id).queryKey })}
      >
        <input type="hidden" name="requestId" value={view.id} />
        <Field
          name="reason"
          label="Reason"
          hint="What you looked at, or what has to be mended. It stays in the organization’s audit log."
          required
        >
          <Textarea maxLength={500} rows={2} />
        </Field>
        <div className="flex flex-wrap gap-2">
          <SubmitButton name="decision" value="approved">
            Approve the rotation
          </SubmitButton>
          <SubmitButton name="decision" value="rejected" variant="secondary">
            Reject the request
          </SubmitButton>
        </div>
      </ActionForm>
    </Section>
  )
}
