import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { describe, it } from 'vitest'
import { parsePkcs11Uri } from '@/lib/domain/pkcs11-uri'
import type { Attribute, Handle, Mechanism, Pkcs11Library, Pkcs11Module } from '@/lib/kms/pkcs11/library'
import { Pkcs11RootKey } from '@/lib/kms/pkcs11/root-key'
import { type Pkcs11Options, Pkcs11Tokens } from '@/lib/kms/pkcs11/tokens'

/** What the owner needs beyond the adapter. */
type OwnerModule = Pkcs11Module & {
  C_GenerateKey(session: Handle, mechanism: Mechanism, template: Attribute[]): Handle
  C_DestroyObject(session: Handle, object: Handle): void
}
type Library = Pkcs11Library & Readonly<Record<'CKM_AES_KEY_GEN' | 'CKF_RW_SESSION', number>>

const require = createRequire(import.meta.url)
const MODULES = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/softhsm/libsofthsm2.so',
  '/usr/lib64/pkcs11/libsofthsm2.so',
  '/usr/local/lib/softhsm/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
]
const FAULTS_SOURCE = path.join(import.meta.dirname, 'pkcs11-faults.c')
export const TOKEN = 'latchkey tests'
export const PIN = '8765-the-pin-of-tests'

/** Describes tests with a token, or skips them where one can't be had, with a line that says what to install. */
export function describeWithToken(title: string, tests: () => void): void {
  const missing = missingForTokens()
  if (missing === null) return void describe(title, tests)
  process.stderr.write(`Skipped: ${title}. ${missing}.\n`)
  describe.skip(title, () => it.skip(missing))
}

/** null when all of it is there. */
function missingForTokens(): string | null {
  const missing = [
    !MODULES.some((file) => existsSync(file)) && 'SoftHSM 2 (apt-get install softhsm2)',
    !runs('cc', '--version') && 'a C compiler (apt-get install build-essential)',
    !library() && 'pkcs11js, compiled (npm rebuild pkcs11js)',
  ].filter((one) => one !== false)
  return missing.length === 0 ? null : `Tests with an HSM need ${missing.join(', ')}`
}

function runs(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function library(): Library | null {
  try {
    return require('pkcs11js')
  } catch {
    return null
  }
}

/** What a fault in the module is: the function of PKCS #11, what becomes of its calls, and how many are struck. */
export interface ModuleFault {
  call: string
  does: 'code' | 'hang' | 'sleep' | 'crash' | 'cut' | 'flip' | 'replace' | 'flag'
  number?: number
  count?: number
}

/** A token of SoftHSM in a folder of its own, its owner logged in, and a module before it that can be spoilt. */
export class SoftToken {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'latchkey-token-'))
  readonly #tokens = path.join(this.#folder, 'tokens')
  readonly #faults = path.join(this.#folder, 'faults')
  readonly module = path.join(this.#folder, 'faults.so')
  readonly #opened: Pkcs11Tokens[] = []
  #owner: { library: Library; module: OwnerModule; session: Handle } | null = null
  #keys = 0

  /** Makes the token; its folder and the fault's file are told by the environment, as SoftHSM wants it. */
  async start(): Promise<void> {
    const behind = MODULES.find((file) => existsSync(file)) ?? ''
    const config = path.join(this.#folder, 'softhsm2.conf')
    mkdirSync(this.#tokens)
    this.clearFaults()
    writeFileSync(
      config,
      `directories.tokendir = ${this.#tokens}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    )
    Object.assign(process.env, {
      SOFTHSM2_CONF: config,
      PKCS11_BEHIND: behind,
      PKCS11_FAULT: path.join(this.#faults, 'now'),
    })
    execFileSync('cc', ['-shared', '-fPIC', '-o', this.module, FAULTS_SOURCE, `-I${headers()}`, '-ldl'])
    this.initialize(TOKEN)
    this.#owner = logIn(behind)
  }

  /** Makes another token beside the first. */
  initialize(label: string): void {
    const pins = ['--so-pin', '12345678', '--pin', PIN]
    execFileSync('softhsm2-util', ['--init-token', '--free', '--label', label, ...pins], { stdio: 'ignore' })
  }

  async stop(): Promise<void> {
    for (const tokens of this.#opened) tokens.close()
    this.#owner?.module.C_Finalize()
    this.#owner?.module.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Makes a key as the owner should, apart from what is given otherwise; returns its URI. */
  createKey({ label, ...given }: KeyKind & { label?: string } = {}): string {
    this.#keys += 1
    const name = label ?? `key ${this.#keys}`
    const { library, module, session } = this.#own
    const kind = { bytes: 32, extractable: false, sensitive: true, isPrivate: true, decrypt: true, ...given }
    const template: Attribute[] = [
      { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
      { type: library.CKA_KEY_TYPE, value: library.CKK_AES },
      { type: library.CKA_VALUE_LEN, value: kind.bytes },
      { type: library.CKA_LABEL, value: name },
      { type: library.CKA_ID, value: Buffer.of(this.#keys >> 8, this.#keys & 255) },
      { type: library.CKA_TOKEN, value: true },
      { type: library.CKA_PRIVATE, value: kind.isPrivate },
      { type: library.CKA_SENSITIVE, value: kind.sensitive },
      { type: library.CKA_EXTRACTABLE, value: kind.extractable },
      { type: library.CKA_ENCRYPT, value: true },
      { type: library.CKA_DECRYPT, value: kind.decrypt },
    ]
    module.C_GenerateKey(session, { mechanism: library.CKM_AES_KEY_GEN }, template)
    return uriOf(name)
  }

  /** The one made last; its id in hexadecimal digits. */
  get lastKey(): { id: string } {
    return { id: this.#keys.toString(16).padStart(4, '0') }
  }

  destroyKey(uri: string): void {
    const { library, module, session } = this.#own
    const template: Attribute[] = [
      { type: library.CKA_CLASS, value: library.CKO_SECRET_KEY },
      { type: library.CKA_LABEL, value: keyOf(uri).object ?? '' },
    ]
    module.C_FindObjectsInit(session, template)
    const [key] = module.C_FindObjects(session, 1)
    module.C_FindObjectsFinal(session)
    if (key === undefined) throw new Error(`not in the token: ${uri}`)
    module.C_DestroyObject(session, key)
  }

  /** Takes the token out, as far as a folder is one, or puts it back. */
  remove(): void {
    renameSync(this.#tokens, `${this.#tokens}.removed`)
    mkdirSync(this.#tokens)
  }

  putBack(): void {
    rmSync(this.#tokens, { recursive: true })
    renameSync(`${this.#tokens}.removed`, this.#tokens)
  }

  /** Only these from now on, and nothing counted from before. */
  setFaults(...faults: ModuleFault[]): void {
    this.clearFaults()
    const lines = faults.map(
      ({ call, does, number = 0, count = 1_000_000 }) => `${call} ${does} ${number} ${count}\n`,
    )
    const next = path.join(this.#folder, 'next-faults')
    writeFileSync(next, lines.join(''))
    renameSync(next, path.join(this.#faults, 'now'))
  }

  clearFaults(): void {
    rmSync(this.#faults, { recursive: true, force: true })
    mkdirSync(this.#faults)
  }

  /** How many calls were struck: of one function, or all. */
  strikes(call?: string): number {
    const files = readdirSync(this.#faults).filter(
      (name) => name === `now.${call}` || (!call && name !== 'now'),
    )
    return files.reduce((sum, name) => sum + readFileSync(path.join(this.#faults, name)).length, 0)
  }

  /** The adapter's way to the token. */
  open(options: Partial<Pkcs11Options> = {}): Pkcs11Tokens {
    const tokens = new Pkcs11Tokens({ module: this.module, pin: PIN, ...options })
    this.#opened.push(tokens)
    return tokens
  }

  /** The adapter for a key. */
  rootKey(uri: string, options: Partial<Pkcs11Options> = {}): Pkcs11RootKey {
    return new Pkcs11RootKey(keyOf(uri), this.open(options))
  }

  get #own() {
    if (this.#owner === null) throw new Error('the token is not started')
    return this.#owner
  }
}

interface KeyKind {
  bytes?: number
  extractable?: boolean
  sensitive?: boolean
  isPrivate?: boolean
  decrypt?: boolean
}

/** The key of a URI. */
export function keyOf(uri: string) {
  const parsed = parsePkcs11Uri(uri)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.key
}

export const uriOf = (label: string, token = TOKEN): string =>
  keyOf(`pkcs11:token=${encodeURIComponent(token)};object=${encodeURIComponent(label)}`).uri

const headers = () => path.join(path.dirname(require.resolve('pkcs11js/package.json')), 'includes/pkcs11')

/** The owner in this process, beside the adapter's own. */
function logIn(file: string) {
  const loaded = library()
  if (loaded === null) throw new Error('pkcs11js is not compiled')
  const module = new loaded.PKCS11() as OwnerModule
  module.load(file)
  module.C_Initialize()
  const slot = module.C_GetSlotList(true).find((one) => module.C_GetTokenInfo(one).label.trimEnd() === TOKEN)
  if (slot === undefined) throw new Error('the token was not made')
  const session = module.C_OpenSession(slot, loaded.CKF_SERIAL_SESSION | loaded.CKF_RW_SESSION)
  module.C_Login(session, loaded.CKU_USER, PIN)
  return { library: loaded, module, session }
}
