import { type Availability, isStopped, unproven } from '@/lib/domain/availability'
import type { Instant } from '@/lib/domain/instant'
import { providerOfKeyId } from '@/lib/domain/key-reference'
import { pagesOperator, toleranceOf } from '@/lib/domain/kms-outcome'
import { type KmsSentence, sentenceOf } from '@/lib/domain/kms-sentences'
import {
  afterOwnProof,
  afterReturnBySomebodyElse,
  NO_DENIALS,
  noLongerAlone,
  type OwnDenials,
} from '@/lib/domain/lone-denial'
import { ON_DEMAND_EVERY_MS } from '@/lib/domain/probe-schedule'
import { KmsError } from '@/lib/kms/kms-error'
import type { StoredWrap, WrapContext } from '@/lib/kms/root-key'
import { countRefusals, demandProofs, recordChange, recordProof } from '@/lib/store/availability-rows'
import type { KeyRows, LinkRow } from '@/lib/store/key-rows'
import type { OrganizationScope } from '@/lib/store/scope'
import type { Changes } from './changes'
import { initialOf } from './link-availability'
import { LinkReturn } from './link-return'
import type { KeyringParts } from './parts'
import { type Attempt, failureOf, RootWatch } from './root-watch'
import { contextOf } from './share-context'
import { VersionUses } from './version-uses'

/** What the watch needs of the organization's keys, and tells them. */
export interface LinkHooks {
  rows(): Promise<KeyRows>
  /** a root unwrapped the customer share of a master key; false when it is not the share in use */
  proven(masterKeyId: string, share: Uint8Array, at: Instant): boolean
  /** keys under this link must be wiped now */
  stopped(): void
}

/** Watches over one linked key: proofs, stop, return, and the rows that say so to people and other processes. */
export class LinkWatch {
  readonly watch: RootWatch
  /** what the row says, as far as it is known here */
  #recorded: Availability['state']
  /** since when the row says so; by it a return that others saw is told from one already known */
  #recordedSinceMs: number
  /** what this process has said last */
  #told: Availability['state']
  /** the newest demand for a proof that is known here */
  #demandedMs: number
  #denials: OwnDenials = NO_DENIALS
  #hasToldAlone = false
  readonly #return: LinkReturn
  readonly #uses: VersionUses
  #onDemandFromMs = Number.NEGATIVE_INFINITY
  #refusals = 0

  constructor(
    readonly row: LinkRow,
    private readonly scope: OrganizationScope,
    private readonly parts: KeyringParts,
    changes: Changes,
    private readonly hooks: LinkHooks,
  ) {
    const initial = initialOf(row, parts.clock)
    this.watch = new RootWatch(initial, parts.clock, (...told) => this.#heard(...told), changes)
    this.#recorded = row.availability?.availability ?? 'active'
    this.#told = this.#recorded
    this.#recordedSinceMs = row.availability?.since.getTime() ?? 0
    this.#demandedMs = row.availability?.proofDemandedAt?.getTime() ?? 0
    this.#uses = new VersionUses(scope, row.id, parts.clock)
    this.#return = new LinkReturn(scope, row.id, parts.clock, row.availability?.denials ?? 0n)
  }

  /** Whether this process alone is denied: it is stopped here, and nobody else is stopped for it. */
  get isAlone(): boolean {
    return this.#denials.isAlone
  }

  /** What people read about the state it is in. */
  get sentence(): KmsSentence {
    return sentenceOf(providerOfKeyId(this.row.keyId), this.watch.availability.cause)
  }

  /** Unwraps a customer share; it counts as a proof. @throws KmsError */
  async unwrap(wrap: StoredWrap, context: WrapContext): Promise<Uint8Array> {
    return this.watch.attempt(() => this.#open(wrap, context))
  }

  /** Unwraps the stored share of the newest master key under its root, just now. */
  async prove(): Promise<void> {
    const { masterKeys } = await this.hooks.rows()
    const master = masterKeys.find((row) => row.mode === 'composite' && row.state === 'active')
    const wrap = master?.shareWraps.find((candidate) => candidate.linkId === this.row.id)
    if (!master || !wrap) return
    await this.watch.prove(async () => {
      const at = this.parts.clock()
      const share = await this.#open(wrap, contextOf(master, 'customer'))
      if (!this.hooks.proven(master.id, share, at)) throw anotherShare()
    })
  }

  /** A request was refused: it is counted, and the key is tried again, at most every ten seconds. */
  refused(): void {
    this.#refusals += 1
    const { monoMs } = this.parts.clock()
    if (!this.watch.mayProbeOnDemand || monoMs < this.#onDemandFromMs) return
    this.#onDemandFromMs = monoMs + ON_DEMAND_EVERY_MS
    this.#proveInTurn().catch((error) => this.parts.report('proof failed', error, { link: this.row.id }))
  }

  /** Takes in what the row says, as another process may have written it. True when it is stopped now. */
  adopt(row: LinkRow): boolean {
    const here = this.watch.availability
    const there = initialOf(row, this.parts.clock)
    // A denial holds for all; that another process can't reach the root says nothing about this one.
    if (there.state === 'stopped_denied' && here.state !== 'stopped_denied') this.watch.adopt(there)
    // The row ends a denial that it knew of; one that could not be written yet stays in force.
    else if (isOver(here, there, this.#recorded)) {
      this.watch.adopt(there)
      this.#denials = afterReturnBySomebodyElse(this.#denials, this.parts.clock())
    } else if (here.state === 'active' && this.#cameBackUnseen(row, here)) this.watch.demandProof()
    if (there.state === 'stopped_denied') this.#denials = noLongerAlone(this.#denials)
    this.#followDemand(row)
    if (here.firstGoodAt === null) this.#return.follow(row.availability?.denials ?? 0n)
    this.#recorded = row.availability?.availability ?? this.#recorded
    this.#recordedSinceMs = row.availability?.since.getTime() ?? this.#recordedSinceMs
    return isStopped(this.watch.availability)
  }

  /** Called regularly while keys are loaded or the link is stopped: proves when it is time to. */
  async tick(): Promise<void> {
    await this.#flushRefusals()
    const { availability } = this.watch
    await this.#recordIfNew(availability, { errorName: null, requestId: null })
    if (this.watch.isProofDue) await this.#proveInTurn()
  }

  /** One process at a time tries a stopped link: else one that alone is denied would keep the others from returning. */
  async #proveInTurn(): Promise<void> {
    const { availability } = this.watch
    const inTurn = isStopped(availability) && !this.isAlone
    // Once it had a good proof it makes the second one too, whoever's turn it is.
    if (inTurn && !(await this.#return.claim()) && availability.firstGoodAt === null) return
    await this.prove()
  }

  #root() {
    return this.parts.customerRoot(this.row)
  }

  /** Asks the root for a share; while the link is stopped, beside what other processes were told. */
  async #open(wrap: StoredWrap, context: WrapContext): Promise<Uint8Array> {
    const ask = () => this.#root().unwrap(wrap, context)
    const inTurn = isStopped(this.watch.availability)
    const opened = inTurn ? await this.#return.ask(ask, () => this.watch.beginReturnAnew()) : await ask()
    this.#uses.note(opened.keyMaterialId)
    return opened.share
  }

  async #heard(attempt: Attempt, before: Availability, after: Availability): Promise<void> {
    if (isStopped(after) && !isStopped(before)) this.hooks.stopped()
    this.#denials = afterOwnProof(this.#denials, attempt, isStopped(before), this.parts.clock())
    if (this.isAlone && !isStopped(after)) this.#denials = noLongerAlone(this.#denials)
    if (this.isAlone && !isStopped(before))
      this.parts.report('this process alone is denied', failureOf(attempt), { link: this.row.id })
    if (pagesOperator(attempt.outcome))
      this.parts.report('operator has to look', failureOf(attempt), { link: this.row.id })
    try {
      await this.#recordIfNew(after, attempt, toleranceOf(attempt.outcome) === 'stop')
      if (toleranceOf(attempt.outcome) !== 'good') await this.#return.release()
      if (this.isAlone) return
      const proven = after.lastProofAt !== before.lastProofAt && after.lastProofAt
      await recordProof(this.scope, this.row.id, {
        lastAttemptAt: new Date(attempt.startedAt.wallMs),
        cause: after.cause,
        ...(proven ? { lastProofAt: new Date(proven.wallMs) } : {}),
      })
      if (isStopped(before) || isStopped(after)) await this.#return.record(after.firstGoodAt)
      await this.#uses.record()
    } catch (error) {
      // The stop is in force here already; what could not be recorded is tried again at the next turn.
      this.parts.report('availability not recorded', error, { link: this.row.id })
    }
  }

  /** Denied again after others overruled it: it stops by itself, and the others look for themselves. */
  async #tellAlone({ cause, since }: Availability): Promise<void> {
    if (this.#hasToldAlone) return
    const at = new Date(since.wallMs)
    await demandProofs(this.scope, this.row.id, cause, at)
    this.#demandedMs = at.getTime()
    this.#hasToldAlone = true
  }

  #followDemand({ availability }: LinkRow): void {
    const demandedMs = availability?.proofDemandedAt?.getTime() ?? 0
    if (demandedMs !== this.#demandedMs) this.watch.demandProof()
    this.#demandedMs = demandedMs
  }

  /** @param denied this is about an answer that denied, which counts even when the stop is known already */
  async #recordIfNew(
    after: Availability,
    said: Pick<Attempt, 'errorName' | 'requestId'>,
    denied = false,
  ): Promise<void> {
    // Silence is said once by each process that meets it, or two that disagree would contradict each other for ever.
    const known = isSilence(after.state) ? this.#told : this.#recorded
    const unprovenYet = after.state === 'active' && after.lastProofAt === null
    if (this.isAlone) return this.#tellAlone(after)
    this.#hasToldAlone = false
    if ((after.state === known && !denied) || unprovenYet) {
      this.#told = after.state
      return
    }
    const stands = await recordChange(this.scope, {
      linkId: this.row.id,
      availability: after.state,
      ends: this.#recorded,
      cause: after.cause,
      errorName: said.errorName,
      requestId: said.requestId,
      at: new Date(after.since.wallMs),
      denials: this.#return.denials,
    })
    if (!stands) return this.#stopAgain()
    this.#recorded = after.state
    this.#recordedSinceMs = after.since.wallMs
    this.#told = after.state
  }

  /** Another process was denied between this one's two good proofs. */
  #stopAgain(): void {
    const now = this.parts.clock()
    this.watch.adopt(
      unproven(now, {
        state: 'stopped_denied',
        cause: 'DENIED',
        since: now,
        firstGoodAt: null,
        lastAttemptAt: now,
      }),
    )
    this.hooks.stopped()
  }

  /** Whether the row came back to active since this process's last proof: it may have missed a denial. */
  #cameBackUnseen({ availability }: LinkRow, { lastProofAt }: Availability): boolean {
    const sinceMs = availability?.since.getTime() ?? 0
    const isBack = availability?.availability === 'active' && sinceMs !== this.#recordedSinceMs
    return isBack && sinceMs > (lastProofAt?.wallMs ?? 0)
  }

  async #flushRefusals(): Promise<void> {
    const refusals = this.#refusals
    if (refusals === 0) return
    this.#refusals = 0
    await countRefusals(this.scope, this.row.id, refusals)
  }
}

const isSilence = (state: Availability['state']) => state === 'grace' || state === 'stopped_unreachable'

const isOver = (here: Availability, there: Availability, recorded: Availability['state']) =>
  here.state === 'stopped_denied' && recorded === 'stopped_denied' && !isStopped(there)

function anotherShare() {
  return new KmsError({
    outcome: 'INTEGRITY',
    errorName: 'AnotherShare',
    requestId: null,
    operation: 'Decrypt',
  })
}
