'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ActionForm, SubmitButton } from '@/components/ui/action-form'
import { Button } from '@/components/ui/button'
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Input, Textarea } from '@/components/ui/input'
import type { FormAction } from '@/lib/domain/action-state'
import { DOCUMENTS_KEY } from './documents-query'

/** Adds a document, in a dialog over the list. */
export function AddDocument({ action }: { action: FormAction }) {
  const [open, setOpen] = useState(false)
  const client = useQueryClient()

  function added() {
    setOpen(false)
    void client.invalidateQueries({ queryKey: DOCUMENTS_KEY })
  }

  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden /> Add document
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Add document"
        description="Name and references are encrypted under your key before they are stored."
      >
        <ActionForm action={action} onOk={added}>
          <Field name="name" label="Name" required>
            <Input maxLength={200} autoComplete="off" />
          </Field>
          <Field name="elements" label="Element references" hint="One per line." optional>
            <Textarea code rows={6} placeholder={'sales.orders.total\nsales.customers.country'} />
          </Field>
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <SubmitButton pendingLabel="Encrypting and saving">Add document</SubmitButton>
          </DialogActions>
        </ActionForm>
      </DialogContent>
    </Dialog>
  )
}
