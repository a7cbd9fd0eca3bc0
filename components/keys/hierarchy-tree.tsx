import { cn } from '@/components/ui/cn'
import { StatePill } from '@/components/ui/state-pill'
import { type BranchLight, type HierarchyModel, type HierarchyNode, objectWords } from './hierarchy-model'

const RAILS: Record<BranchLight, string> = {
  lit: 'border-control',
  grace: 'border-grace',
  dark: 'border-control border-dashed',
  ghost: 'border-control border-dotted',
}

/** The hierarchy as a tree of rows, for narrow places: the platform's branch, then the customer's. */
export function HierarchyTree({ model, graceLeft }: { model: HierarchyModel; graceLeft: string | null }) {
  const { dataKeys, customerRoot, compositeMaster, customerLight } = model
  return (
    <section aria-label={`Key hierarchy. ${model.summary}`} className="grid gap-4">
      <Branch
        root={model.platformRoot}
        share="platform share"
        master={model.platformMaster}
        keys={dataKeys.filter(({ under }) => under === 'platform')}
        light={model.platformLight}
      />
      {customerRoot && compositeMaster ? (
        <Branch
          root={customerRoot}
          share={`customer share, joined with the platform share${graceLeft ? ` · ${graceLeft}` : ''}`}
          master={compositeMaster}
          keys={dataKeys.filter(({ under }) => under === 'composite')}
          light={customerLight}
        />
      ) : (
        <p className="rounded-lg border border-control border-dashed px-3 py-4 text-center text-ink-soft">
          No key linked yet: your root key would stand here.
        </p>
      )}
    </section>
  )
}

interface BranchProps {
  root: HierarchyNode
  share: string
  master: HierarchyNode
  keys: HierarchyNode[]
  light: BranchLight
}

function Branch({ root, share, master, keys, light }: BranchProps) {
  return (
    <div>
      <NodeRow node={root} />
      <div className={cn('ml-4 border-l-2 py-2 pl-4 text-ink-faint text-xs', RAILS[light])}>{share}</div>
      <div className={cn('ml-4 border-l-2 pl-4', RAILS[master.light])}>
        <NodeRow node={master} />
        <ul className={cn('ml-4 grid gap-2 border-l-2 pt-2 pl-4', RAILS[master.light])}>
          {keys.map((node) => (
            <li key={node.id}>
              <NodeRow node={node} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

const GROUNDS = {
  platform: 'border-control bg-raised',
  customer: 'border-accent-line bg-accent-soft',
}

function NodeRow({ node }: { node: HierarchyNode }) {
  const { light, side, version, ageDays, limitDays, objects } = node
  const dark = light === 'dark'
  const facts = [
    version !== null && `v${version}`,
    ageDays !== null && (limitDays === null ? `${ageDays} days old` : `${ageDays} of ${limitDays} days`),
    objects !== null && objectWords(objects),
  ].filter(Boolean)
  return (
    <a
      href={`#${node.id}`}
      className={cn(
        'flex flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-lg border px-3 py-2 transition-colors duration-500',
        GROUNDS[side],
        light === 'grace' && 'border-grace-line bg-grace-soft',
        dark && 'border-night-line bg-night text-night-ink',
      )}
    >
      <span className="grid min-w-0">
        <span className="font-medium">{node.title}</span>
        <span className={cn('text-xs tabular-nums', dark ? 'text-night-soft' : 'text-ink-soft')}>
          {facts.join(' · ')}
        </span>
      </span>
      <StatePill tone={node.tone}>{node.stateWord}</StatePill>
    </a>
  )
}
