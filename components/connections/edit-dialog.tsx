'use client'

import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog'
import type { FormAction } from '@/lib/domain/action-state'
import type { ConnectionDetails } from '@/lib/domain/views/connections'
import { ConnectionFields } from './connection-fields'

interface EditDialogProps {
  connection: ConnectionDetails
  unverifiedTlsAllowed: boolean
  action: FormAction
}

/** Changes a connection, in a dialog over its page. */
export function EditDialog({ connection, unverifiedTlsAllowed, action }: EditDialogProps) {
  const [open, setOpen] = useState(false)
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <Pencil aria-hidden /> Edit
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Edit connection"
        description="What was tested is forgotten when the target changes."
      >
        <ActionForm action={action} keepValues onOk={() => setOpen(false)}>
          <input type="hidden" name="id" value={connection.id} />
          <input type="hidden" name="revision" value={connection.revision} />
          <ConnectionFields begin={connection} unverifiedTlsAllowed={unverifiedTlsAllowed} isStored />
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton pendingLabel="Saving">Save changes</SubmitButton>
          </DialogActions>
        </ActionForm>
      </DialogContent>
    </Dialog>
  )
}
