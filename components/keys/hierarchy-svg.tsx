import { cn } from '@/components/ui/cn'
import { StateIcon } from '@/components/ui/state-pill'
import {
  type Box,
  branchPath,
  crossPath,
  type HierarchyLayout,
  hierarchyLayout,
  PICTURE,
} from './hierarchy-layout'
import { type BranchLight, type HierarchyModel, objectWords } from './hierarchy-model'
import { DataNode, MasterNode, Ring, RootNode } from './hierarchy-nodes'
import { edgeStyle, FADE, inkStyle, nodeStyle, ROW_DELAYS } from './hierarchy-styles'

/** The hierarchy as a drawing, for places wide enough to read it. `graceLeft` is said beside the strained line. */
export function HierarchySvg({ model, graceLeft }: { model: HierarchyModel; graceLeft: string | null }) {
  const following = model.dataKeys.filter(({ followsCmk }) => followsCmk).length
  const strainWords =
    graceLeft ?? (model.customerRoot?.stateWord === 'Denied' ? 'refuses to unwrap' : 'doesn’t answer')
  const layout = hierarchyLayout(model.dataKeys.length - following, following)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing that groups links can't be a fieldset
    <svg
      viewBox={`-4 -4 ${PICTURE.width + 8} ${PICTURE.height + 8}`}
      role="group"
      aria-label={`Key hierarchy. ${model.summary}`}
      className="h-auto w-full"
    >
      <Edges model={model} layout={layout} />
      <RootNode node={model.platformRoot} box={layout.platformRoot} />
      <Share box={layout.platformShare} light={model.platformLight} side="platform" />
      <MasterNode node={model.platformMaster} box={layout.platformMaster} halves="one" />
      {model.customerRoot && model.compositeMaster ? (
        <>
          <RootNode node={model.customerRoot} box={layout.customerRoot} />
          <Share box={layout.customerShare} light={model.customerLight} side="customer" />
          <MasterNode node={model.compositeMaster} box={layout.compositeMaster} halves="both" />
          <Strain box={layout.customerRoot} light={model.customerLight} words={strainWords} />
        </>
      ) : (
        <>
          <Placeholder
            box={layout.customerRoot}
            title="No key linked yet"
            detail="Your root key would stand here"
          />
          <Placeholder box={layout.customerShare} title="customer share" />
          <Placeholder
            box={layout.compositeMaster}
            title="Composite master key"
            detail="Made from both shares"
          />
        </>
      )}
      {model.dataKeys.map((node, index) => {
        const box = layout.dataKeys[index]
        return box && <DataKey key={node.id} node={node} box={box} />
      })}
    </svg>
  )
}

/** The lines, darkest last, so that a dark one isn't painted over. */
function Edges({ model, layout }: { model: HierarchyModel; layout: HierarchyLayout }) {
  const { platformLight, customerLight, compositeLight } = model
  const line = (d: string, light: BranchLight, side: 'platform' | 'customer', row: 0 | 1 | 2 | 3) => (
    <path key={d} d={d} className={cn(edgeStyle(light, side), FADE, ROW_DELAYS[row])} />
  )
  return (
    <g fill="none" strokeWidth="1.75">
      {line(branchPath(layout.platformRoot, layout.platformShare), platformLight, 'platform', 0)}
      {line(branchPath(layout.platformShare, layout.platformMaster), platformLight, 'platform', 1)}
      {line(
        crossPath(layout.platformShare, layout.compositeMaster),
        model.compositeMaster ? platformLight : 'ghost',
        'platform',
        1,
      )}
      {line(branchPath(layout.customerRoot, layout.customerShare), customerLight, 'customer', 0)}
      {line(branchPath(layout.customerShare, layout.compositeMaster), customerLight, 'customer', 1)}
      {model.dataKeys.map((node, index) => {
        const box = layout.dataKeys[index]
        if (!box) return null
        return node.under === 'composite'
          ? line(branchPath(layout.compositeMaster, box), compositeLight, 'customer', 3)
          : line(branchPath(layout.platformMaster, box), platformLight, 'platform', 3)
      })}
    </g>
  )
}

function Share({ box, light, side }: { box: Box; light: BranchLight; side: 'platform' | 'customer' }) {
  const ours = side === 'platform'
  return (
    <g>
      <rect
        {...box}
        rx={box.height / 2}
        strokeWidth="1.25"
        className={cn(nodeStyle(light, side), FADE, ROW_DELAYS[1])}
      />
      <Ring x={box.x + 21} y={box.y + box.height / 2} light={light} left={ours} right={!ours} />
      <text x={box.x + 36} y={box.y + 21} className={cn('text-xs', inkStyle(light).strong)}>
        {side} share
      </text>
    </g>
  )
}

/** The sign on the line under a root that doesn't answer: stopped, or the time that is left. */
function Strain({ box, light, words }: { box: Box; light: BranchLight; words: string }) {
  if (light !== 'dark' && light !== 'grace') return null
  const x = box.x + box.width / 2
  const y = box.y + box.height + 19
  const tone = light === 'dark' ? 'stopped' : 'grace'
  const style = light === 'dark' ? 'text-stopped' : 'text-grace'
  return (
    <g className={style}>
      <circle cx={x} cy={y} r="12" strokeWidth="1.25" className="fill-surface stroke-current" />
      <svg x={x - 7} y={y - 7} width="14" height="14" aria-hidden>
        <StateIcon tone={tone} />
      </svg>
      <text x={x + 20} y={y + 4} className="fill-current font-medium text-xs tabular-nums">
        {words}
      </text>
    </g>
  )
}

function Placeholder({ box, title, detail }: { box: Box; title: string; detail?: string }) {
  const x = box.x + box.width / 2
  const y = box.y + box.height / 2 + 4
  return (
    <g textAnchor="middle">
      <rect
        {...box}
        rx={detail ? 9 : box.height / 2}
        strokeWidth="1.25"
        strokeDasharray="5 5"
        className="fill-surface stroke-control"
      />
      <text
        x={x}
        y={detail ? y - 8 : y}
        className={cn('fill-ink-soft', detail ? 'font-medium text-sm' : 'text-xs')}
      >
        {title}
      </text>
      {detail && (
        <text x={x} y={y + 12} className="fill-ink-faint text-xs">
          {detail}
        </text>
      )}
    </g>
  )
}

/** A data key and, under it, how much it covers. */
function DataKey({ node, box }: { node: HierarchyModel['dataKeys'][number]; box: Box }) {
  return (
    <>
      <DataNode node={node} box={box} />
      <text
        x={box.x + box.width / 2}
        y={box.y + box.height + 24}
        textAnchor="middle"
        className="fill-ink-soft text-xs tabular-nums"
      >
        {objectWords(node.objects ?? 0)}
      </text>
    </>
  )
}
