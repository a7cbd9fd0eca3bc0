import type { ReactNode } from 'react'
import { ageStanding } from '@/components/ui/age'
import { cn } from '@/components/ui/cn'
import { StateIcon } from '@/components/ui/state-pill'
import { type Box, labelLines, shortId } from './hierarchy-layout'
import { type BranchLight, type HierarchyNode, objectWords } from './hierarchy-model'
import { FADE, inkStyle, nodeStyle, ROW_DELAYS } from './hierarchy-styles'

type Row = 0 | 1 | 2 | 3

const TONES = {
  ok: 'text-ok',
  grace: 'text-grace',
  stopped: 'text-stopped',
  pending: 'text-accent-text',
  neutral: 'text-ink-soft',
}

/** A node's box as a link to its row in the table; the whole of what it says is its accessible name. */
function NodeLink(props: { node: HierarchyNode; box: Box; row: Row; children: ReactNode }) {
  const { node, box, row, children } = props
  return (
    <a href={`#${node.id}`} aria-label={nodeWords(node)} className="group outline-none">
      <rect
        {...box}
        rx="9"
        strokeWidth="1.25"
        className={cn(nodeStyle(node.light, node.side), FADE, ROW_DELAYS[row])}
      />
      <rect
        x={box.x - 3}
        y={box.y - 3}
        width={box.width + 6}
        height={box.height + 6}
        rx="12"
        strokeWidth="2"
        className="fill-transparent stroke-accent-text opacity-0 group-focus-visible:opacity-100"
      />
      {children}
    </a>
  )
}

/** A root: name and state, its id with the provider, its age. */
export function RootNode({ node, box }: { node: HierarchyNode; box: Box }) {
  const ink = inkStyle(node.light)
  return (
    <NodeLink node={node} box={box} row={0}>
      <NodeHead node={node} box={box} />
      <text x={box.x + 14} y={box.y + 44} className={cn('font-mono text-2xs', ink.soft)}>
        {node.keyId && shortId(node.keyId, 38)}
      </text>
      <AgeLine node={node} box={box} />
    </NodeLink>
  )
}

/** A master key: name with its ring, version, age. `halves` says which halves of the ring close it. */
export function MasterNode({ node, box, halves }: { node: HierarchyNode; box: Box; halves: 'one' | 'both' }) {
  return (
    <NodeLink node={node} box={box} row={2}>
      <Ring x={box.x + 24} y={box.y + 21} light={node.light} left right={halves === 'both'} />
      <NodeHead node={node} box={box} indent={24} />
      <AgeLine node={node} box={box} />
    </NodeLink>
  )
}

/** A data key: its class on one or two lines, its state, version and age. */
export function DataNode({ node, box }: { node: HierarchyNode; box: Box }) {
  const ink = inkStyle(node.light)
  const lines = labelLines(node.title, Math.floor((box.width - 24) / 6.6))
  return (
    <NodeLink node={node} box={box} row={3}>
      {lines.map((line, index) => (
        <text
          key={line}
          x={box.x + 12}
          y={box.y + 22 + index * 16}
          className={cn('font-medium text-xs', ink.strong)}
        >
          {line}
        </text>
      ))}
      <StateWord node={node} x={box.x + 12} y={box.y + (lines.length > 1 ? 56 : 44)} />
      <AgeLine node={node} box={box} />
    </NodeLink>
  )
}

function NodeHead({ node, box, indent = 0 }: { node: HierarchyNode; box: Box; indent?: number }) {
  return (
    <>
      <text
        x={box.x + 14 + indent}
        y={box.y + 25}
        className={cn('font-semibold text-sm', inkStyle(node.light).strong)}
      >
        {node.title}
      </text>
      <StateWord node={node} x={box.x + box.width - 14} y={box.y + 25} end />
    </>
  )
}

/** The state by icon and word; on a dark node in the node's own ink. */
function StateWord(props: { node: HierarchyNode; x: number; y: number; end?: boolean }) {
  const { node, x, y, end = false } = props
  const dark = node.light === 'dark'
  // About the width of the word, since SVG can't lay out icon and text side by side.
  const iconX = end ? x - node.stateWord.length * 6.4 - 18 : x
  return (
    <>
      <svg
        x={iconX}
        y={y - 11}
        width="14"
        height="14"
        className={dark ? 'text-night-ink' : TONES[node.tone]}
        aria-hidden
      >
        <StateIcon tone={node.tone} />
      </svg>
      <text
        x={end ? x : x + 18}
        y={y}
        textAnchor={end ? 'end' : 'start'}
        className={cn('text-xs', inkStyle(node.light).strong)}
      >
        {node.stateWord}
      </text>
    </>
  )
}

/** The age in words at the foot of a node, over its bar where there is a limit. */
function AgeLine({ node, box }: { node: HierarchyNode; box: Box }) {
  const { version, ageDays, limitDays, light } = node
  if (ageDays === null) return null
  const inset = box.width > 200 ? 14 : 12
  const width = box.width - 2 * inset
  const tone = limitDays === null ? 'ok' : ageStanding(ageDays, limitDays).tone
  const barY = box.y + box.height - 12
  const words = limitDays === null ? `${ageDays} days old` : `${ageDays} of ${limitDays} days`
  return (
    <>
      <text x={box.x + inset} y={barY - 7} className={cn('text-2xs tabular-nums', inkStyle(light).soft)}>
        {version !== null && `v${version} · `}
        {words}
      </text>
      {limitDays !== null && (
        <>
          <rect
            x={box.x + inset}
            y={barY}
            width={width}
            height="3"
            rx="1.5"
            className="fill-control opacity-35"
          />
          <rect
            x={box.x + inset}
            y={barY}
            width={Math.max(3, width * Math.min(1, ageDays / limitDays))}
            height="3"
            rx="1.5"
            className={light === 'dark' ? 'fill-night-soft' : cn('fill-current', TONES[tone])}
          />
        </>
      )}
    </>
  )
}

/** The ring of two halves, as in the mark: the platform's on the left, the customer's on the right. */
export function Ring(props: { x: number; y: number; light: BranchLight; left?: boolean; right?: boolean }) {
  const { x, y, light, left = false, right = false } = props
  const dark = light === 'dark'
  return (
    <g strokeWidth="2.5" strokeLinecap="round" fill="none" className={cn(FADE)}>
      {left && (
        <path
          d={`M${x - 1.5} ${y - 6}a6 6 0 0 0 0 12`}
          className={dark ? 'stroke-night-soft' : 'stroke-ink'}
        />
      )}
      {right && (
        <path
          d={`M${x + 1.5} ${y - 6}a6 6 0 0 1 0 12`}
          className={dark ? 'stroke-night-soft' : 'stroke-accent-text'}
        />
      )}
    </g>
  )
}

function nodeWords({ title, version, stateWord, ageDays, limitDays, objects }: HierarchyNode): string {
  const parts = [title]
  if (version !== null) parts.push(`version ${version}`)
  parts.push(stateWord)
  if (ageDays !== null)
    parts.push(limitDays === null ? `${ageDays} days old` : `${ageDays} of ${limitDays} days`)
  if (objects !== null) parts.push(objectWords(objects))
  return parts.join(', ')
}
