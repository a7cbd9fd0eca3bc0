'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

export interface Tab {
  value: string
  label: ReactNode
  content: ReactNode
}

interface TabsProps {
  tabs: Tab[]
  /** What the tabs are about, for assistive technology. */
  label: string
  defaultValue?: string
  className?: string
}

/** Views of one thing beside each other, such as Console, CLI and Terraform. For pages use links instead. */
export function Tabs({ tabs, label, defaultValue = tabs[0]?.value, className }: TabsProps) {
  return (
    <Radix.Root defaultValue={defaultValue} className={cn('grid gap-3', className)}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-line border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className={cn(
              '-mb-px h-9 whitespace-nowrap border-transparent border-b-2 px-2.5 text-ink-soft hover:text-ink',
              'focus-visible:-outline-offset-2 data-[state=active]:border-accent-text data-[state=active]:font-medium',
              'data-[state=active]:text-ink',
            )}
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
