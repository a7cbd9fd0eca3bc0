import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { binding } from './binding'
import { concurrency } from './concurrency'
import { description } from './description'
import { errors } from './errors'
import { faults } from './faults'
import { Ground } from './ground'
import { limits } from './limits'
import { ownerActs } from './owner-acts'
import { rotation } from './rotation'
import { roundTrip } from './round-trip'
import type { Ability, ContractSubject } from './subject'
import { tampering } from './tampering'

const PARTS = {
  'wraps and unwraps': roundTrip,
  'opens in its own context alone': binding,
  'opens nothing that was changed': tampering,
  'follows its owner': ownerActs,
  'goes on through rotations': rotation,
  'describes the key': description,
  'ends every fault in its class': faults,
  'ends in time': limits,
  'says in an error what may be said': errors,
  'serves many at once': concurrency,
}

/** Every adapter of the port `RootKey` has to pass this, against a KMS that answers on a real socket. */
export function holdToContract(subject: ContractSubject): void {
  describe(`${subject.name}, as a root key`, () => {
    const ground = new Ground(subject)
    beforeAll(() => subject.start())
    afterEach(() => subject.clearFaults())
    afterAll(() => ground.stop())

    for (const [title, part] of Object.entries(PARTS)) describe(title, () => part(ground))

    // Last, since only then all cases are told.
    describe('and leaves nothing out in silence', () => {
      const { cases, skipped, reasons } = ground.told
      it(`${cases - skipped} of ${cases} cases are tried, the other ${skipped} skipped for a reason`, () => {
        expect(cases).toBeGreaterThanOrEqual(60)
        const stale = (Object.keys(subject.cannot) as Ability[]).filter((ability) => !reasons.has(ability))
        expect(stale, 'reasons for which nothing was skipped').toEqual([])
      })
    })
  })
}
