import { Pkcs11RootKey } from '@/lib/kms/pkcs11/root-key'
import { keyOf, type ModuleFault, PIN, SoftToken, TOKEN, uriOf } from '../../../support/soft-token'
import type {
  Act,
  Connection,
  ConnectOptions,
  ContractFault,
  ContractSubject,
  FaultKind,
  PortCall,
} from './subject'

const CALLS: Record<PortCall, string> = {
  wrap: 'C_Encrypt',
  unwrap: 'C_Decrypt',
  describe: 'C_GetAttributeValue',
}
const NO_SWITCH = 'PKCS #11 has nothing that takes a key away for a while'
const ONE_MATERIAL = 'a key of a token is one material, which has no name'
const NO_LINE = 'a module answers by a function, not by bytes on a line'
const SAYS_ALL = 'who is logged in sees all that a token says'

/** A token of SoftHSM behind a module that can be spoilt. */
export class Pkcs11Subject implements ContractSubject {
  readonly name = 'An HSM by PKCS #11'
  readonly provider = 'pkcs11'
  readonly organizations = { own: 'organization-a', other: 'organization-b' }
  readonly unspeakable = [PIN, TOKEN, 'faults.so', 'softhsm']
  readonly cannot = {
    disable: NO_SWITCH,
    deny: NO_SWITCH,
    denyWrap: NO_SWITCH,
    denyUnwrap: NO_SWITCH,
    scheduleDeletion: 'a key of a token is destroyed at once',
    expire: NO_SWITCH,
    notYet: NO_SWITCH,
    loseMaterial: ONE_MATERIAL,
    cutOff: 'a token that is gone is unreachable, and no state of its key; its own tests take it out',
    truncated: NO_LINE,
    html: NO_LINE,
    garbage: NO_LINE,
    empty: NO_LINE,
    oversized: NO_LINE,
    otherKey: 'a module doesn’t say which key it used',
    'hide rotation': SAYS_ALL,
    'hide versions': SAYS_ALL,
    'hide purge_protection': SAYS_ALL,
    'refuse another organization': 'a platform root serves every organization',
    rotate: ONE_MATERIAL,
    'name materials': ONE_MATERIAL,
    'list versions': ONE_MATERIAL,
    'make 201 versions': ONE_MATERIAL,
    'keep a log': 'PKCS #11 has no log',
    'show the context in the log': 'PKCS #11 has no log',
    'close the port': 'there is no port: a module that is missing is ours',
    'find a changed share while it unwraps': 'the tag is checked in the token; nobody is between it and us',
    'tell when a key was made': 'PKCS #11 keeps no time for it',
  }
  readonly #token = new SoftToken()

  start(): Promise<void> {
    return this.#token.start()
  }

  stop(): Promise<void> {
    return this.#token.stop()
  }

  connect({ attemptTimeoutMs, totalTimeoutMs }: ConnectOptions = {}): Connection {
    const tokens = this.#token.open({
      ...(attemptTimeoutMs === undefined ? {} : { attemptTimeoutMs }),
      ...(totalTimeoutMs === undefined ? {} : { totalTimeoutMs }),
    })
    return {
      ready: () => tokens.of(keyOf(uriOf('any'))).start(),
      rootKey: (keyId) => new Pkcs11RootKey(keyOf(keyId), tokens),
      close: () => tokens.close(),
    }
  }

  async createKey(): Promise<string> {
    return this.#token.createKey()
  }

  async createUnfitKey(): Promise<string> {
    return this.#token.createKey({ bytes: 16 })
  }

  async absentKeyId(): Promise<string> {
    return uriOf('a key that never was')
  }

  async take(_act: Act, keyId: string): Promise<void> {
    this.#token.destroyKey(keyId)
  }

  async giveBack(): Promise<void> {
    throw new Error(NO_SWITCH)
  }

  async rotate(): Promise<void> {
    throw new Error(ONE_MATERIAL)
  }

  async hide(): Promise<void> {
    throw new Error(SAYS_ALL)
  }

  async setFault({ kind, at, delayMs = 0, count }: ContractFault): Promise<void> {
    const does = FAULTS[kind]
    if (does === undefined) throw new Error(NO_LINE)
    const number = kind === 'slow' ? delayMs : (does.number ?? 0)
    this.#token.setFaults({ call: CALLS[at], ...does, number, ...(count === undefined ? {} : { count }) })
  }

  async clearFaults(): Promise<void> {
    this.#token.clearFaults()
  }

  async strikes(): Promise<number> {
    return this.#token.strikes()
  }

  async calls(): Promise<never[]> {
    return []
  }
}

const FAULTS: Partial<Record<FaultKind, Omit<ModuleFault, 'call'>>> = {
  timeout: { does: 'hang' },
  slow: { does: 'sleep' },
  reset: { does: 'crash' },
  // CKR_DEVICE_ERROR, CKR_DEVICE_MEMORY and CKR_ACTION_PROHIBITED
  http500: { does: 'code', number: 0x30 },
  throttle: { does: 'code', number: 0x31 },
  refuse: { does: 'code', number: 0x1b },
  wrongLength: { does: 'cut' },
  wrongAnswer: { does: 'replace' },
  bitFlip: { does: 'flip' },
}
