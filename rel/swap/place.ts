import type { MasterKeyIds } from '@/lib/crypto'
import type { Random } from '../random'

/** Everything that says where something sealed lives, from the region of its master key to its field. */
export interface Place {
  organization: string
  scope: string
  region: string
  mode: MasterKeyIds['mode']
  masterId: string
  masterVersion: number
  dataClass: string
  dataKeyVersion: number
  generation: number
  object: string
  bind: readonly string[]
  field: string
}

export type Dimension = keyof Place

/** What a careless encoding might put between two parts; ids of attackers hold it too. */
export const SEPARATORS = ['', '|', '/', ':', ',', ' ', '\0', '\0\0', '\x1f', '"', '","']

/** A place whose texts each end with a separator and an x. */
export function anyPlace(random: Random, separator: string): Place {
  const end = `${separator}x`
  return {
    organization: random.uuid() + end,
    scope: random.pick(['all-customer-classes', 'platform', 'exports']) + end,
    region: random.pick(['global', 'eu-central-1', 'us-east-1']) + end,
    mode: random.pick(['composite', 'platform']),
    masterId: random.uuid() + end,
    masterVersion: 1 + random.below(300),
    dataClass: random.pick(['secrets_and_credentials', 'document_metadata', 'api_exports']) + end,
    dataKeyVersion: 1 + random.below(300),
    generation: 1 + random.below(300),
    object: random.uuid() + end,
    bind: random.pick([[], ['eu'], ['s3', 'bucket/a'], ['', 'a']]),
    field: random.pick(['password', 'name', 'note', 'pässword']) + end,
  }
}

/** A change of place: of one dimension, or of two in a way that a careless encoding would not notice. */
export interface Change {
  what: string
  apply(place: Place, random: Random): Place
}

const TEXTS = ['organization', 'scope', 'region', 'masterId', 'dataClass', 'object', 'field'] as const
const NUMBERS = ['masterVersion', 'dataKeyVersion', 'generation'] as const
/** Neighbours in an encoded context: a byte that moves from one to the next must be noticed. */
const NEIGHBOURS = [
  ['organization', 'dataClass'],
  ['dataClass', 'object'],
  ['object', 'field'],
  ['scope', 'region'],
  ['masterId', 'scope'],
  ['organization', 'scope'],
] as const

export const SAME_PLACE: Change = { what: 'the same place', apply: (place) => place }

export const CHANGES: readonly Change[] = [
  ...TEXTS.map(
    (name): Change => ({
      what: `another ${name}`,
      apply: (place, random) => ({ ...place, [name]: otherText(place[name], random) }),
    }),
  ),
  ...NUMBERS.map(
    (name): Change => ({
      what: `another ${name}`,
      apply: (place, random) => ({ ...place, [name]: otherNumber(place[name], random) }),
    }),
  ),
  {
    what: 'another mode',
    apply: (place) => ({ ...place, mode: place.mode === 'platform' ? 'composite' : 'platform' }),
  },
  {
    what: 'other bound values',
    apply: (place, random) => ({ ...place, bind: otherBind(place.bind, random) }),
  },
  {
    what: 'a bound value moved into the field',
    apply: ({ bind, field, ...rest }) => ({
      ...rest,
      bind: bind.slice(0, -1),
      field: `${bind.at(-1) ?? 'x'}${field}`,
    }),
  },
  ...NEIGHBOURS.flatMap(([one, two]): Change[] => [
    {
      what: `a character moved from ${one} to ${two}`,
      apply: (place) => ({
        ...place,
        [one]: place[one].slice(0, -1),
        [two]: `${place[one].slice(-1)}${place[two]}`,
      }),
    },
    {
      what: `a part moved over a separator from ${one} to ${two}`,
      apply: (place) => ({
        ...place,
        [one]: place[one].slice(0, -endOf(place).length),
        [two]: `x${endOf(place).slice(0, -1)}${place[two]}`,
      }),
    },
  ]),
]

/** The separator and the x that every text of a place ends with. */
const endOf = ({ object }: Place) => object.slice(-(object.length - 36))

function otherText(text: string, random: Random): string {
  const way = random.pick<(given: string) => string>([
    () => random.uuid(),
    (given) => `${given}x`,
    (given) => `${given}\0`,
    (given) => given.slice(0, -1),
    (given) => `x${given}`,
    () => '',
  ])
  return way(text)
}

function otherNumber(number: number, random: Random): number {
  return random.pick([number + 1, number + 256, number + 65_536, 0xffff_ffff])
}

function otherBind(bind: readonly string[], random: Random): readonly string[] {
  const joined = bind.join('')
  return random.pick([
    [...bind, ''],
    ['', ...bind],
    [...bind, 'x'],
    bind.length > 1 || joined === '' ? [...bind, 'y'] : [],
    bind.length > 1 ? [joined] : ['z', ...bind],
  ])
}
