import type { Suite } from '../suite'
import { checkOwn } from '../vectors/check-own'
import { checkChunkedEncryption, checkGcm, checkHkdf, checkHmac } from '../vectors/published'
import { checkWithPython } from '../vectors/python'
import { checkXaes, checkXaesAccumulated } from '../vectors/xaes'

const LEAST_OWN = 300

export const suite: Suite = {
  about: 'published vectors and our own, which another implementation opens as well',
  run({ long, report }) {
    checkGcm(report)
    checkHmac(report)
    checkHkdf(report)
    checkChunkedEncryption(report)
    checkXaes(report)
    checkXaesAccumulated(report, long ? 1_000_000 : 10_000)
    report.note(`${report.tries.toLocaleString('en')} checks of published vectors`)
    const { all, negative } = checkOwn(report)
    report.note(`${all} vectors of our own, ${negative} of them negative`)
    report.check(all >= LEAST_OWN && negative * 2 >= all, 'too few vectors of our own')
    checkWithPython(report, all)
  },
}
