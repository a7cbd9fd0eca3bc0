import { ChevronRight } from 'lucide-react'
import type { AuditRow } from '@/lib/domain/views/audit'

/** Everything that was recorded with an entry, folded away until somebody wants it. */
export function EntryDetail({ entry }: { entry: AuditRow }) {
  const { id, at, action, target, detail } = entry
  const facts = { time: at, entry: id, code: action, ...(target ? { target } : {}), ...detail }
  return (
    <details className="group mt-0.5">
      <summary className="inline-flex list-none items-center gap-0.5 rounded-sm text-ink-faint text-xs hover:text-ink">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        Details
      </summary>
      <dl className="my-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-xs">
        {Object.entries(facts).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="font-mono [overflow-wrap:anywhere]">{inWords(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

const inWords = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
