import { describe, it } from 'vitest'
import { missingForTokens } from '../../../support/soft-token'
import { holdToContract } from './contract'
import { Pkcs11Subject } from './pkcs11-subject'

const missing = missingForTokens()
if (missing === null) holdToContract(new Pkcs11Subject())
else describe.skip(`An HSM by PKCS #11 [skipped: ${missing}]`, () => it('holds to the contract'))
