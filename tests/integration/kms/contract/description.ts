import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import type { HiddenFact, RootKeyDescription } from '@/lib/kms/root-key'
import { type Ground, hex } from './ground'

const HIDDEN_FACTS: HiddenFact[] = ['rotation', 'versions', 'purge_protection']

const isUnseen: Record<HiddenFact, (description: RootKeyDescription) => boolean> = {
  rotation: ({ rotationEnabled, rotationPeriodDays, nextRotationAt }) =>
    [rotationEnabled, rotationPeriodDays, nextRotationAt].every((fact) => fact === null),
  versions: () => true,
  purge_protection: ({ purgeProtected }) => purgeProtected === null,
}

export function description(ground: Ground): void {
  const { subject } = ground

  ground.case('a healthy key is said to be one', [], async () => {
    const { keyId, rootKey } = await ground.wrapped()
    const described = await rootKey.describe()
    expect(described).toMatchObject({
      keyId,
      outcome: 'OK',
      fitsKind: true,
      fitsUsage: true,
      deletionAt: null,
    })
    for (const word of [described.region, described.state, described.spec, described.usage]) {
      expect(word).toMatch(/^[\w .:+-]{1,80}$/)
    }
    expect(typeof described.multiRegion).toBe('boolean')
    expect(HIDDEN_FACTS).toEqual(expect.arrayContaining(described.hidden))
  })

  ground.case('it says when the key was made', ['tell when a key was made'], async () => {
    const { rootKey } = await ground.wrapped()
    const { createdAt } = await rootKey.describe()
    expect(createdAt).toBeInstanceOf(Date)
    expect(Number.isNaN(createdAt?.getTime())).toBe(false)
  })

  ground.case('it names the material that wraps what is new', ['name materials'], async () => {
    const { rootKey, wrap } = await ground.wrapped()
    expect((await rootKey.describe()).currentMaterialId).toBe(wrap.keyMaterialId)
  })

  ground.case('it knows whether it rotates by itself, or that it can’t know', [], async () => {
    const { rootKey } = await ground.wrapped()
    const { rotationEnabled, rotationPeriodDays, nextRotationAt } = await rootKey.describe()
    expect([true, false, null]).toContain(rotationEnabled)
    if (rotationEnabled !== true) expect(nextRotationAt).toBeNull()
    else expect(rotationPeriodDays).toBeGreaterThan(0)
  })

  ground.case('a look changes nothing', [], async () => {
    const { rootKey, share, unwrap } = await ground.wrapped()
    expect(await rootKey.describe()).toEqual(await rootKey.describe())
    expect(hex((await unwrap()).share)).toBe(hex(share))
  })

  ground.case('a deletion has its date', ['scheduleDeletion'], async () => {
    const { keyId, rootKey } = await ground.wrapped()
    await subject.take('scheduleDeletion', keyId)
    const described = await rootKey.describe().catch(() => null)
    // Where the cloud hides a key that is to be deleted, the refusal says what it is.
    if (described !== null) expect(described.deletionAt).toBeInstanceOf(Date)
  })

  for (const fact of HIDDEN_FACTS) {
    ground.case(
      `without the ${fact} the rest goes on, and says what is missing`,
      [`hide ${fact}`],
      async () => {
        const { keyId, rootKey, unwrap, share } = await ground.wrapped()
        expect((await rootKey.describe()).hidden).not.toContain(fact)
        await subject.hide(fact, keyId)
        const described = await rootKey.describe()
        expect(described).toMatchObject({ keyId, outcome: 'OK' })
        expect(described.hidden).toContain(fact)
        expect(isUnseen[fact](described)).toBe(true)
        if (fact === 'versions') expect(await rootKey.versions()).toBeNull()
        expect(hex((await unwrap()).share)).toBe(hex(share))
        const context = ground.context()
        await rootKey.unwrap(await rootKey.wrap(randomKey(), context), context)
      },
    )
  }
}
