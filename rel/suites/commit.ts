import { DoesNotOpenError } from '@/lib/crypto'
import type { Attack } from '../commit/attack'
import { TARGETS } from '../commit/targets'
import type { Report } from '../report'
import type { Suite } from '../suite'

export const suite: Suite = {
  about: 'one ciphertext for two keys at one nonce: without the commitment both open it, with it one at most',
  run({ long, random, report }) {
    const pairs = long ? 1_000 : 40
    for (const { name, make } of TARGETS) {
      for (let pair = 0; pair < pairs; pair++) check(name, make(random), report)
    }
    report.note(`${pairs} pairs of keys for each of: ${TARGETS.map(({ name }) => name).join(', ')}`)
  },
}

/** Where the fronts of both are put together: within version, commitment, salt and commitment of the message. */
const CUTS = [0, 2, 6, 22, 37, 38, 62, 78, 93]

function check(name: string, { rest, readers }: Attack, report: Report): void {
  const [one, two] = readers
  const [plainOne, plainTwo] = [outcome(one.withoutCheck), outcome(two.withoutCheck)]
  const real = plainOne !== null && plainTwo !== null && Buffer.compare(plainOne, plainTwo) !== 0
  report.check(real, `${name}: without the check they don't both open it, so nothing was attacked`, rest)

  const behind = (front: Uint8Array) => Buffer.concat([front, rest])
  const openers = (sealed: Uint8Array) => readers.filter(({ open }) => outcome(() => open(sealed)) !== null)
  const honest = openers(behind(one.front))
  report.check(
    honest.length === 1 && honest[0] === one,
    `${name}: not by the one key alone that its header names`,
    rest,
  )
  for (const at of CUTS.filter((cut) => cut < one.front.length)) {
    const sealed = behind(Buffer.concat([one.front.subarray(0, at), two.front.subarray(at)]))
    const found = openers(sealed).length
    report.check(found <= 1, `${name}: both open it behind a front made of both at byte ${at}`, sealed)
  }
}

/** What a reader gives out, null when it does not open. */
function outcome(open: () => Uint8Array): Uint8Array | null {
  try {
    return open()
  } catch (error) {
    if (error instanceof DoesNotOpenError) return null
    throw error
  }
}
