import type { StateTone } from '@/components/ui/state-pill'
import { storedDataClasses } from '@/lib/domain/data-classes'
import type {
  DataKeyView,
  HierarchyView,
  KeyState,
  MasterKeyView,
  RootAvailability,
  RootKeyView,
} from '@/lib/domain/views/hierarchy'

/** How a branch is lit: usable, on borrowed time, closed, or not there yet. */
export type BranchLight = 'lit' | 'grace' | 'dark' | 'ghost'

/** One key of the picture, with everything that its node, its row and its place in the tree show. */
export interface HierarchyNode {
  /** Also the fragment of its row in the table beneath. */
  id: string
  title: string
  side: 'platform' | 'customer'
  light: BranchLight
  tone: StateTone
  stateWord: string
  /** What it hangs on, in words. */
  parent: string
  version: number | null
  ageDays: number | null
  limitDays: number | null
  /** A root's id with its provider. */
  keyId: string | null
  objects: number | null
}

/** The whole hierarchy as nodes; `customerRoot` and `compositeMaster` are null while no key is linked. */
export interface HierarchyModel {
  platformRoot: HierarchyNode
  customerRoot: HierarchyNode | null
  platformMaster: HierarchyNode
  compositeMaster: HierarchyNode | null
  /** Those that never follow a customer's key first, then those that do; only the stored ones. */
  dataKeys: (HierarchyNode & { followsCmk: boolean; under: 'platform' | 'composite' })[]
  /** Labels of classes that have no key, since they aren't stored. */
  notStored: string[]
  platformLight: BranchLight
  customerLight: BranchLight
  compositeLight: BranchLight
  /** The picture in a sentence or two. */
  summary: string
}

const STATE_WORDS: Record<KeyState, { word: string; tone: StateTone }> = {
  pre_activation: { word: 'Not made yet', tone: 'neutral' },
  active: { word: 'Active', tone: 'ok' },
  retired: { word: 'Retired', tone: 'neutral' },
  suspended: { word: 'Suspended', tone: 'stopped' },
  compromised: { word: 'Compromised', tone: 'stopped' },
  destroyed: { word: 'Destroyed', tone: 'neutral' },
}

const LIGHT_OF: Record<RootAvailability['state'], BranchLight> = {
  active: 'lit',
  grace: 'grace',
  stopped_denied: 'dark',
  stopped_unreachable: 'dark',
  none: 'ghost',
}

const BY_DARKNESS: BranchLight[] = ['ghost', 'dark', 'grace', 'lit']

/** A key with two roots above it is only as well lit as the darker one. */
function darker(a: BranchLight, b: BranchLight): BranchLight {
  return BY_DARKNESS.find((light) => light === a || light === b) ?? 'dark'
}

const counts = new Intl.NumberFormat('en')

/** A number of objects in words: "1 object", "1,204 objects". */
export function objectWords(count: number): string {
  return `${counts.format(count)} ${count === 1 ? 'object' : 'objects'}`
}

/** Turns the view into what picture, tree and table all show, so that they can't disagree. */
export function hierarchyModel(view: HierarchyView): HierarchyModel {
  const platformLight = LIGHT_OF[view.platformAvailability.state]
  const customerLight = view.customerRoot ? LIGHT_OF[view.availability.state] : 'ghost'
  const compositeLight = view.compositeMaster ? darker(platformLight, customerLight) : 'ghost'
  const lightUnder = { platform: platformLight, composite: compositeLight }
  const isStored = ({ dataClass }: DataKeyView) => storedDataClasses.includes(dataClass)
  const stored = view.dataKeys.filter(isStored)
  const dataKeys = [
    ...stored.filter(({ followsCmk }) => !followsCmk),
    ...stored.filter(({ followsCmk }) => followsCmk),
  ].map((key) => dataNode(key, lightUnder[key.under]))
  const model = {
    platformRoot: rootNode(view.platformRoot, 'platform', platformLight, view.platformAvailability),
    customerRoot:
      view.customerRoot && rootNode(view.customerRoot, 'customer', customerLight, view.availability),
    platformMaster: masterNode(view.platformMaster, 'platform', platformLight),
    compositeMaster: view.compositeMaster && masterNode(view.compositeMaster, 'customer', compositeLight),
    dataKeys,
    notStored: view.dataKeys.filter((key) => !isStored(key)).map(({ label }) => label),
    platformLight,
    customerLight,
    compositeLight,
  }
  return { ...model, summary: summaryOf(model) }
}

/** Every node, roots first: the order of the table. */
export function allNodes(model: HierarchyModel): HierarchyNode[] {
  const { platformRoot, customerRoot, platformMaster, compositeMaster, dataKeys } = model
  return [platformRoot, customerRoot, platformMaster, compositeMaster, ...dataKeys].filter(
    (node) => node !== null,
  )
}

function rootNode(
  key: RootKeyView,
  side: HierarchyNode['side'],
  light: BranchLight,
  { state }: RootAvailability,
): HierarchyNode {
  const stopped = side === 'platform' ? 'Unavailable' : state === 'stopped_denied' ? 'Denied' : 'Unreachable'
  return {
    ...standing(key.state, light, stopped),
    id: `key-${side}-root`,
    title: key.label,
    side,
    light,
    parent: side === 'platform' ? 'Latchkey’s KMS' : 'Your cloud',
    version: null,
    ageDays: key.ageDays,
    limitDays: key.limitDays,
    keyId: key.id,
    objects: null,
  }
}

function masterNode(key: MasterKeyView, side: HierarchyNode['side'], light: BranchLight): HierarchyNode {
  return {
    ...standing(key.state, light, 'Closed'),
    id: side === 'platform' ? 'key-platform-master' : 'key-composite-master',
    title: key.label,
    side,
    light,
    parent: side === 'platform' ? 'Platform share' : 'Both shares',
    ...agingOf(key),
    keyId: null,
    objects: null,
  }
}

function dataNode(key: DataKeyView, light: BranchLight): HierarchyModel['dataKeys'][number] {
  return {
    ...standing(key.state, light, 'Closed'),
    id: `key-${key.dataClass.replaceAll('_', '-')}`,
    title: key.label,
    side: key.under === 'composite' ? 'customer' : 'platform',
    light,
    parent: key.under === 'composite' ? 'Composite master key' : 'Platform master key',
    ...agingOf(key),
    keyId: null,
    objects: key.objects,
    followsCmk: key.followsCmk,
    under: key.under,
  }
}

/** Version and age; a key that is made when it is needed first has neither. */
function agingOf({ version, ageDays, limitDays }: MasterKeyView | DataKeyView) {
  return version === null ? { version, ageDays: null, limitDays: null } : { version, ageDays, limitDays }
}

/** What people read of a node: that its branch is dark or in grace outweighs the state of the key itself. */
function standing(state: KeyState, light: BranchLight, stoppedWord: string) {
  if (light === 'dark') return { stateWord: stoppedWord, tone: 'stopped' as const }
  if (light === 'grace') return { stateWord: 'In grace', tone: 'grace' as const }
  return { stateWord: STATE_WORDS[state].word, tone: STATE_WORDS[state].tone }
}

function summaryOf(model: Omit<HierarchyModel, 'summary'>): string {
  const closed = model.dataKeys.filter(({ light }) => light === 'dark').length
  const open = model.dataKeys.length - closed
  const counts = `${closed} of ${model.dataKeys.length} data keys are closed, ${open} go on.`
  if (model.platformLight === 'dark') return `The platform’s own root key is not available: ${counts}`
  if (model.platformLight === 'grace')
    return 'The platform’s own root key can’t be reached; loaded keys go on for now.'
  if (model.customerLight === 'ghost')
    return 'No key of yours is linked: every data key hangs on the platform alone.'
  if (model.customerLight === 'dark')
    return `Your root key is ${model.customerRoot?.stateWord.toLowerCase()}: ${counts}`
  if (model.customerLight === 'grace') return 'Your root key can’t be reached; loaded keys go on for now.'
  return 'Both root keys answer; every data key can be used.'
}
