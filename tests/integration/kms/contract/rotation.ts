import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { type Ground, hex } from './ground'

/** As the port says. */
const MAX_VERSIONS = 200

export function rotation(ground: Ground): void {
  const { subject } = ground

  ground.case('what was wrapped before still opens, and says so', ['rotate'], async () => {
    const { keyId, share, wrap, unwrap } = await ground.wrapped()
    await subject.rotate(keyId)
    await subject.rotate(keyId)
    const opened = await unwrap()
    expect(hex(opened.share)).toBe(hex(share))
    expect(opened.keyMaterialId).toBe(wrap.keyMaterialId)
  })

  ground.case('what is new is under the new material', ['rotate', 'name materials'], async () => {
    const { keyId, rootKey, wrap } = await ground.wrapped()
    await subject.rotate(keyId)
    const context = ground.context()
    const again = await rootKey.wrap(randomKey(), context)
    expect(again.keyMaterialId).not.toBe(wrap.keyMaterialId)
    expect((await rootKey.unwrap(again, context)).keyMaterialId).toBe(again.keyMaterialId)
    expect((await rootKey.describe()).currentMaterialId).toBe(again.keyMaterialId)
    expect(rootKey.id).toBe(keyId)
    expect(again.keyId).toBe(keyId)
  })

  ground.case('a new wrap opens, too, by a connection that knew the old one', ['rotate'], async () => {
    const { keyId, rootKey, unwrap, share } = await ground.wrapped()
    const other = await ground.connected(keyId)
    await other.describe()
    await subject.rotate(keyId)
    const context = ground.context()
    const again = await rootKey.wrap(share, context)
    expect(hex((await other.unwrap(again, context)).share)).toBe(hex(share))
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })

  ground.case(
    'versions are listed newest first, one of them current',
    ['rotate', 'list versions'],
    async () => {
      const { keyId, rootKey, wrap } = await ground.wrapped()
      await subject.rotate(keyId)
      const again = await rootKey.wrap(randomKey(), ground.context())
      const versions = (await rootKey.versions()) ?? []
      expect(versions.map(({ id }) => id)).toEqual([again.keyMaterialId, wrap.keyMaterialId])
      expect(versions.map(({ current }) => current)).toEqual([true, false])
      expect(versions.every(({ outcome }) => outcome === 'OK')).toBe(true)
      const times = versions.map(({ createdAt }) => createdAt?.getTime() ?? 0)
      expect(times).toEqual([...times].sort((a, b) => b - a))
    },
  )

  ground.case('no more than 200 versions are read', ['list versions', 'make 201 versions'], async () => {
    const { keyId, rootKey } = await ground.wrapped()
    for (let made = 0; made < MAX_VERSIONS; made += 1) await subject.rotate(keyId)
    const versions = (await rootKey.versions()) ?? []
    expect(versions).toHaveLength(MAX_VERSIONS)
    expect(versions.filter(({ current }) => current)).toHaveLength(1)
  })

  ground.case('versions are a list, or null where they can’t be known', [], async () => {
    const { rootKey } = await ground.wrapped()
    const versions = await rootKey.versions()
    if (versions === null) return expect(await rootKey.describe()).toMatchObject({ hidden: ['versions'] })
    expect(versions.filter(({ current }) => current)).toHaveLength(1)
  })
}
