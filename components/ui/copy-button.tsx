'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useAnnounce } from './announcer'
import { Button } from './button'

interface CopyButtonProps {
  value: string
  /** What is copied, for the button's name: "Copy key policy". */
  label: string
  /** Shows the words "Copy" and "Copied" beside the icon. */
  withText?: boolean
  className?: string
}

/** Copies a value and says so, to eyes and to screen readers. */
export function CopyButton({ value, label, withText = false, className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none')
  const announce = useAnnounce()

  useEffect(() => {
    if (outcome === 'none') return
    const timer = setTimeout(() => setOutcome('none'), 2000)
    return () => clearTimeout(timer)
  }, [outcome])

  async function copy() {
    try {
      await navigator.clipboard.writeText(value)
      setOutcome('copied')
      announce('Copied')
    } catch {
      // The browser may forbid it; then the text has to be selected by hand.
      setOutcome('failed')
      announce('Copying is not allowed here. Select the text instead.')
    }
  }

  const words = { none: 'Copy', copied: 'Copied', failed: 'Select it instead' }[outcome]
  return (
    <Button
      variant="ghost"
      size={withText ? 'sm' : 'icon'}
      aria-label={`Copy ${label}`}
      title={withText ? undefined : words}
      onClick={copy}
      className={className}
    >
      {outcome === 'copied' ? <Check aria-hidden className="text-ok" /> : <Copy aria-hidden />}
      {withText && words}
    </Button>
  )
}
