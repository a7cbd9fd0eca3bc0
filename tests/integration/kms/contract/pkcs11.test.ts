import { describeWithToken } from '../../../support/soft-token'
import { holdToContract } from './contract'
import { Pkcs11Subject } from './pkcs11-subject'

describeWithToken('PKCS #11', () => holdToContract(new Pkcs11Subject()))
