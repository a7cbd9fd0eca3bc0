/** The picture's own units; it is scaled to the width it gets. */
export const PICTURE = { width: 1040, height: 440 } as const

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

const ROOT = { width: 288, height: 84, y: 0 }
const SHARE = { width: 148, height: 34, y: 122 }
const MASTER = { width: 288, height: 70, y: 198 }
const DATA = { height: 92, y: 316 }
const GAP = 16

/** Where everything stands: the platform's half on the left, the customer's on the right. */
export interface HierarchyLayout {
  platformRoot: Box
  customerRoot: Box
  platformShare: Box
  customerShare: Box
  platformMaster: Box
  compositeMaster: Box
  dataKeys: Box[]
}

/**
 * Places the nodes. The halves don't move when a key is linked, so that one sees the branch change hands.
 * @param staying number of classes that stay with the platform, placed left
 * @param following number of classes that follow the customer's key, placed right
 */
export function hierarchyLayout(staying: number, following: number): HierarchyLayout {
  const columns = Math.max(staying + following, 1)
  const width = (PICTURE.width - GAP * (columns - 1)) / columns
  const columnX = (index: number) => index * (width + GAP)
  // A half is never narrower than the root in it.
  const leastHalf = ROOT.width + GAP / 2
  const halfway = Math.min(Math.max(columnX(staying) - GAP / 2, leastHalf), PICTURE.width - leastHalf)
  const leftCentre = (halfway - GAP / 2) / 2
  const rightCentre = (halfway + GAP / 2 + PICTURE.width) / 2
  const centred = (centre: number, size: { width: number; height: number; y: number }): Box => ({
    x: centre - size.width / 2,
    y: size.y,
    width: size.width,
    height: size.height,
  })
  return {
    platformRoot: centred(leftCentre, ROOT),
    customerRoot: centred(rightCentre, ROOT),
    platformShare: centred(leftCentre, SHARE),
    customerShare: centred(rightCentre, SHARE),
    platformMaster: centred(leftCentre, MASTER),
    compositeMaster: centred(rightCentre, MASTER),
    dataKeys: Array.from({ length: staying + following }, (_, index) => ({
      x: columnX(index),
      y: DATA.y,
      width,
      height: DATA.height,
    })),
  }
}

const RADIUS = 8

/** A path from the bottom of one box to the top of another: down, across at half height, down. */
export function branchPath(from: Box, to: Box): string {
  const fromX = from.x + from.width / 2
  const toX = to.x + to.width / 2
  const startY = from.y + from.height
  const middleY = (startY + to.y) / 2
  if (Math.abs(fromX - toX) < 1) return `M${fromX} ${startY}V${to.y}`
  const turn = Math.sign(toX - fromX) * RADIUS
  return [
    `M${fromX} ${startY}V${middleY - RADIUS}Q${fromX} ${middleY} ${fromX + turn} ${middleY}`,
    `H${toX - turn}Q${toX} ${middleY} ${toX} ${middleY + RADIUS}V${to.y}`,
  ].join('')
}

/** A path from the right side of one box across and down to the top of another, near its left end. */
export function crossPath(from: Box, to: Box): string {
  const startX = from.x + from.width
  const y = from.y + from.height / 2
  const toX = to.x + 36
  return `M${startX} ${y}H${toX - RADIUS}Q${toX} ${y} ${toX} ${y + RADIUS}V${to.y}`
}

/** Breaks a label into at most two lines of about so many letters. */
export function labelLines(label: string, maxLetters: number): string[] {
  if (label.length <= maxLetters) return [label]
  const breakAt = label.lastIndexOf(' ', maxLetters)
  return breakAt < 0 ? [label] : [label.slice(0, breakAt), label.slice(breakAt + 1)]
}

/** Shortens an id in its middle, keeping the beginning and the end that people compare. */
export function shortId(id: string, maxLetters: number): string {
  if (id.length <= maxLetters) return id
  const tail = Math.floor((maxLetters - 1) / 2)
  return `${id.slice(0, maxLetters - 1 - tail)}…${id.slice(-tail)}`
}
