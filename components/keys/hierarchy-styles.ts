import type { BranchLight, HierarchyNode } from './hierarchy-model'

type Side = HierarchyNode['side']

const LIT_NODE: Record<Side, string> = {
  platform: 'fill-raised stroke-control',
  customer: 'fill-accent-soft stroke-accent-line',
}

/** Fill and outline of a node. */
export function nodeStyle(light: BranchLight, side: Side): string {
  if (light === 'lit') return LIT_NODE[side]
  if (light === 'grace') return 'fill-grace-soft stroke-grace-line'
  return 'fill-night stroke-night-line'
}

const LIT_EDGE: Record<Side, string> = { platform: 'stroke-control', customer: 'stroke-accent-text' }

/** The line between two nodes; a dark one is broken. */
export function edgeStyle(light: BranchLight, side: Side): string {
  if (light === 'lit') return LIT_EDGE[side]
  if (light === 'grace') return 'stroke-grace'
  if (light === 'ghost') return 'stroke-control [stroke-dasharray:2_5]'
  return 'stroke-control [stroke-dasharray:3_5]'
}

/** Colours of the text on a node. */
export function inkStyle(light: BranchLight): { strong: string; soft: string } {
  return light === 'dark'
    ? { strong: 'fill-night-ink', soft: 'fill-night-soft' }
    : { strong: 'fill-ink', soft: 'fill-ink-soft' }
}

// Darkness and light travel down the tree, a row at a time.
export const ROW_DELAYS = ['delay-0', 'delay-150', 'delay-300', 'delay-450'] as const

export const FADE = 'transition-[fill,stroke] duration-500'
