'use client'

import { AlertDialog as Radix } from 'radix-ui'
import { type ReactNode, useId, useState } from 'react'
import type { FormAction } from '@/lib/domain/action-state'
import { ActionForm, SubmitButton } from './action-form'
import { Button } from './button'
import { cn } from './cn'
import { boxStyles, DialogActions, overlayStyles } from './dialog'
import { Input } from './input'

interface ConfirmDialogProps {
  /** The button that opens it. */
  trigger: ReactNode
  title: string
  /** The consequences, counted: "12 connections stop working." */
  description: ReactNode
  /** The verb on the button, such as "Remove connection". */
  confirmLabel: string
  action: FormAction
  /** Values the action needs; sent as hidden fields. */
  values?: Record<string, string>
  /** The name to type before the button works; also sent as `confirmation`. */
  typeToConfirm?: string
  onOk?: () => void
}

/** Asks before something that can't be taken back; with `typeToConfirm` the name must be typed first. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { trigger, title, description, confirmLabel, action, values = {}, typeToConfirm, onOk } = props
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const inputId = useId()
  const confirmed = !typeToConfirm || typed.trim() === typeToConfirm

  function change(next: boolean) {
    setOpen(next)
    setTyped('')
  }

  return (
    <Radix.Root open={open} onOpenChange={change}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className={overlayStyles} />
        <Radix.Content className={cn(boxStyles)}>
          <div className="grid gap-1">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            <Radix.Description asChild>
              <div className="text-ink-soft">{description}</div>
            </Radix.Description>
          </div>
          <ActionForm
            action={action}
            onOk={() => {
              change(false)
              onOk?.()
            }}
          >
            {Object.entries(values).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            {typeToConfirm && (
              <div className="grid gap-1">
                <label htmlFor={inputId}>
                  Type <strong className="font-semibold">{typeToConfirm}</strong> to confirm
                </label>
                <Input
                  id={inputId}
                  name="confirmation"
                  autoComplete="off"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              </div>
            )}
            <DialogActions>
              <Radix.Cancel asChild>
                <Button>Cancel</Button>
              </Radix.Cancel>
              <SubmitButton variant="danger" disabled={!confirmed}>
                {confirmLabel}
              </SubmitButton>
            </DialogActions>
          </ActionForm>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
