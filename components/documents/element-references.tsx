'use client'

import { Button } from '@/components/ui/button'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'

const SHOWN = 2

/** The references of a document: the first ones in the row, all of them on demand. */
export function ElementReferences({ name, elements }: { name: string; elements: string[] }) {
  if (elements.length === 0) return <span className="text-ink-faint">None</span>
  // Repeated references say nothing more.
  const references = [...new Set(elements)]
  const more = references.length - SHOWN
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {references.slice(0, SHOWN).map((element) => (
        <code key={element} className="font-mono text-ink-soft text-xs [overflow-wrap:anywhere]">
          {element}
        </code>
      ))}
      {more > 0 && (
        <Popover>
          <PopoverTrigger asChild>
            <Button variant="ghost" size="sm" aria-label={`All ${references.length} references of ${name}`}>
              +{more}
            </Button>
          </PopoverTrigger>
          <PopoverContent>
            <ul className="grid max-h-64 gap-1 overflow-y-auto">
              {references.map((element) => (
                <li key={element} className="font-mono text-xs [overflow-wrap:anywhere]">
                  {element}
                </li>
              ))}
            </ul>
          </PopoverContent>
        </Popover>
      )}
    </span>
  )
}
