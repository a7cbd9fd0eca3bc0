import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { hierarchyLayout, labelLines, PICTURE, shortId } from '@/components/keys/hierarchy-layout'
import { allNodes, hierarchyModel } from '@/components/keys/hierarchy-model'
import { HierarchyPicture } from '@/components/keys/hierarchy-picture'
import type { DataClass } from '@/lib/domain/data-classes'
import type { DataKeyView, HierarchyView, RootAvailability } from '@/lib/domain/views/hierarchy'

const dataKey = (
  dataClass: DataClass,
  under: DataKeyView['under'],
  version: number | null = 2,
): DataKeyView => ({
  dataClass,
  label: dataClass,
  followsCmk: under === 'composite',
  under,
  version,
  state: 'active',
  ageDays: 3,
  limitDays: 30,
  objects: 12,
})

const master = { version: 1, state: 'active', ageDays: 3, limitDays: 30 } as const
const root = { state: 'active', ageDays: 3 } as const

function linked(
  availability: RootAvailability,
  platformAvailability: RootAvailability = { state: 'active' },
) {
  const view: HierarchyView = {
    platformRoot: { ...root, id: 'platform-root-id', label: 'Platform root key', limitDays: 180 },
    customerRoot: { ...root, id: 'customer-root-id', label: 'Your root key', limitDays: null },
    platformMaster: { ...master, label: 'Platform master key' },
    compositeMaster: { ...master, label: 'Composite master key' },
    dataKeys: [
      dataKey('secrets_and_credentials', 'composite'),
      dataKey('platform_metadata', 'platform'),
      dataKey('other_exports', 'platform', null),
    ],
    availability,
    platformAvailability,
  }
  return view
}

/** Each key's light by its id. */
const lights = (view: HierarchyView) =>
  Object.fromEntries(allNodes(hierarchyModel(view)).map(({ id, light }) => [id, light]))

const allLit = {
  'key-platform-root': 'lit',
  'key-customer-root': 'lit',
  'key-platform-master': 'lit',
  'key-composite-master': 'lit',
  'key-platform-metadata': 'lit',
  'key-secrets-and-credentials': 'lit',
}
const customerBranch = ['key-customer-root', 'key-composite-master', 'key-secrets-and-credentials']
const branch = (light: string) => Object.fromEntries(customerBranch.map((id) => [id, light]))

describe('a stored class whose key is made when it is needed first', () => {
  const view = linked({ state: 'active' })
  const later: DataKeyView = {
    ...dataKey('file_uploads', 'platform', null),
    state: 'pre_activation',
    ageDays: 0,
  }
  const model = hierarchyModel({ ...view, dataKeys: [...view.dataKeys, later] })

  it('has its place and no age', () => {
    const node = model.dataKeys.find(({ id }) => id === 'key-file-uploads')
    expect(node).toMatchObject({ version: null, ageDays: null, stateWord: 'Not made yet' })
  })

  it('is not called not stored', () => {
    expect(model.notStored).toEqual(['other_exports'])
  })
})

describe('what goes dark', () => {
  it('is nothing while both roots answer', () => {
    expect(lights(linked({ state: 'active' }))).toEqual(allLit)
  })

  it.each(['stopped_denied', 'stopped_unreachable'] as const)(
    'is the customer branch alone when %s',
    (state) => {
      expect(lights(linked({ state }))).toEqual({ ...allLit, ...branch('dark') })
    },
  )

  it('is in grace, not dark, while the key is out of reach', () => {
    expect(lights(linked({ state: 'grace' }))).toEqual({ ...allLit, ...branch('grace') })
  })

  it('is everything but the customer root when the platform root is gone, since a composite key needs both', () => {
    const dark = Object.fromEntries(Object.keys(allLit).map((id) => [id, 'dark']))
    expect(lights(linked({ state: 'active' }, { state: 'stopped_denied' }))).toEqual({
      ...dark,
      'key-customer-root': 'lit',
    })
  })

  it('says denied and unreachable in different words', () => {
    const word = (state: RootAvailability['state']) =>
      hierarchyModel(linked({ state })).customerRoot?.stateWord
    expect(word('stopped_denied')).toBe('Denied')
    expect(word('stopped_unreachable')).toBe('Unreachable')
  })
})

describe('without a linked key', () => {
  const view: HierarchyView = {
    ...linked({ state: 'none' }),
    customerRoot: null,
    compositeMaster: null,
    dataKeys: [{ ...dataKey('secrets_and_credentials', 'platform'), followsCmk: true }],
  }

  it('every key hangs on the platform and is usable', () => {
    const model = hierarchyModel(view)
    expect(model.customerLight).toBe('ghost')
    expect(model.dataKeys.map(({ light }) => light)).toEqual(['lit'])
  })

  it('says so in the place of the key', () => {
    expect(renderToStaticMarkup(<HierarchyPicture view={view} now="2026-03-10T12:00:00Z" />)).toContain(
      'No key linked yet',
    )
  })
})

describe('the picture', () => {
  const html = renderToStaticMarkup(
    <HierarchyPicture
      view={linked({ state: 'grace', graceEndsIso: '2026-03-10T12:09:05Z' })}
      now="2026-03-10T12:00:00Z"
    />,
  )

  it('links every node to its row in the table', () => {
    const targets = [...html.matchAll(/href="#(key-[\w-]+)"/g)].map(([, id]) => id)
    expect(new Set(targets).size).toBe(6)
    for (const id of targets) expect(html).toContain(` id="${id}"`)
  })

  it('counts the grace down from the server’s time', () => {
    expect(html).toContain('9 min 05 s left')
  })

  it('draws no key for what is not stored, and says why', () => {
    expect(html).not.toContain('key-other-exports')
    expect(html).toContain('other_exports: not stored')
  })

  it('writes no style attribute, which a strict policy would drop', () => {
    expect(html).not.toContain(' style=')
  })
})

describe('hierarchyLayout', () => {
  it.each([
    [2, 3],
    [0, 5],
    [5, 0],
    [3, 3],
    [0, 0],
  ])('keeps %d and %d keys apart and inside the picture', (staying, following) => {
    const { dataKeys, ...rest } = hierarchyLayout(staying, following)
    for (const box of [...dataKeys, ...Object.values(rest)]) {
      expect(box.x).toBeGreaterThanOrEqual(0)
      expect(box.x + box.width).toBeLessThanOrEqual(PICTURE.width + 0.001)
      expect(box.y + box.height).toBeLessThanOrEqual(PICTURE.height)
    }
    expect(rest.platformRoot.x + rest.platformRoot.width).toBeLessThan(rest.customerRoot.x)
    for (const [index, box] of dataKeys.slice(1).entries()) {
      const before = dataKeys[index]
      expect(box.x).toBeGreaterThan((before?.x ?? 0) + (before?.width ?? 0))
    }
  })

  it('breaks and shortens words that would not fit', () => {
    expect(labelLines('Secrets and credentials', 14)).toEqual(['Secrets and', 'credentials'])
    expect(labelLines('Documents', 14)).toEqual(['Documents'])
    expect(shortId('arn:aws:kms:eu-central-1:1111:key/abcd', 15)).toBe('arn:aws…ey/abcd')
    expect(shortId('short', 15)).toBe('short')
  })
})
