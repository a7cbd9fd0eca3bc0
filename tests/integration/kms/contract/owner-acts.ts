import { expect } from 'vitest'
import { randomKey } from '@/lib/crypto'
import { toleranceOf } from '@/lib/domain/kms-outcome'
import type { RootKey } from '@/lib/kms'
import { failureOf, type Ground, hex, outcomeOf } from './ground'
import { ACTS, type Act, type Ends } from './subject'

const all = (outcome: Ends['unwrap']): Ends => ({ unwrap: outcome, wrap: outcome, describe: outcome })

const ENDS: Record<Act, Ends> = {
  disable: all('DISABLED'),
  deny: all('DENIED'),
  denyWrap: { unwrap: 'OK', wrap: 'DENIED', describe: 'OK' },
  // A wrap is proven by an unwrap.
  denyUnwrap: { unwrap: 'DENIED', wrap: 'DENIED', describe: 'OK' },
  scheduleDeletion: all('PENDING_DELETION'),
  destroy: all('GONE'),
  expire: { unwrap: 'OK', wrap: 'WRAP_BLOCKED', describe: 'WRAP_BLOCKED' },
  notYet: { unwrap: 'OK', wrap: 'WRAP_BLOCKED', describe: 'WRAP_BLOCKED' },
  loseMaterial: all('MATERIAL_MISSING'),
  cutOff: all('UNREACHABLE'),
}

/** What can't be undone. */
const FINAL: readonly Act[] = ['destroy']

export function ownerActs(ground: Ground): void {
  const { subject } = ground
  for (const act of ACTS) {
    const ends = { ...ENDS[act], ...subject.endsOtherwise?.[act] }
    ground.case(`${act}: unwrap ends in ${ends.unwrap}`, [act], async () => {
      const { keyId, unwrap } = await ground.wrapped()
      await subject.take(act, keyId)
      expect(await outcomeOf(unwrap())).toBe(ends.unwrap)
    })
    ground.case(`${act}: wrap ends in ${ends.wrap}`, [act], async () => {
      const { keyId, rootKey } = await ground.wrapped()
      await subject.take(act, keyId)
      expect(await outcomeOf(rootKey.wrap(randomKey(), ground.context()))).toBe(ends.wrap)
    })
    ground.case(`${act}: describe says ${ends.describe}`, [act], async () => {
      const { keyId, rootKey } = await ground.wrapped()
      await subject.take(act, keyId)
      expect(await said(rootKey)).toBe(ends.describe)
    })
    if (FINAL.includes(act)) continue
    ground.case(`${act}: everything returns when it is undone`, [act], async () => {
      const { keyId, rootKey, share, unwrap } = await ground.wrapped()
      await subject.take(act, keyId)
      expect(await outcomeOf(rootKey.wrap(randomKey(), ground.context()))).toBe(ends.wrap)
      await subject.giveBack(act, keyId)
      expect(hex((await unwrap()).share)).toBe(hex(share))
      expect(await outcomeOf(rootKey.wrap(randomKey(), ground.context()))).toBe('OK')
      expect(await said(rootKey)).toBe('OK')
    })
  }

  ground.case('one key’s owner takes nothing from the others', ['disable'], async () => {
    const one = await ground.wrapped()
    const two = await ground.wrapped()
    await subject.take('disable', one.keyId)
    expect(await outcomeOf(one.unwrap())).toBe('DISABLED')
    expect(await outcomeOf(two.unwrap())).toBe('OK')
  })

  ground.case('a key that never was is gone or refused, never an outage', ['forget a key'], async () => {
    const { wrap, context } = await ground.wrapped()
    const absent = await ground.rootKey(await subject.absentKeyId())
    const calls = [absent.unwrap(wrap, context), absent.wrap(randomKey(), context), absent.describe()]
    for (const call of await Promise.allSettled(calls)) {
      if (call.status === 'fulfilled') throw new Error('a key that never was has answered')
      expect(['GONE', 'DENIED', 'INTEGRITY']).toContain(call.reason.outcome)
    }
  })

  ground.case(
    'a key of the wrong kind wraps nothing and says so',
    ['make a key of the wrong kind'],
    async () => {
      const rootKey = await ground.rootKey(await subject.createUnfitKey())
      const { outcome } = await failureOf(rootKey.wrap(randomKey(), ground.context()))
      expect(outcome).toBe('MISCONFIGURED')
      expect(toleranceOf(outcome)).toBe('stop')
      const description = await rootKey.describe()
      expect(description.fitsKind && description.fitsUsage && description.outcome === 'OK').toBe(false)
    },
  )
}

/** What a look at the key says of its use, as a refusal or in the description. */
async function said(rootKey: RootKey): Promise<string> {
  let outcome: string | null = null
  const ended = await outcomeOf(
    rootKey.describe().then((description) => {
      outcome = description.outcome
    }),
  )
  return outcome ?? ended
}
