import type { Answer, Happening, History } from './history'
import {
  age,
  denies,
  isAnswer,
  isGood,
  judge,
  knownOf,
  LIMITS,
  standingOf,
  type Use,
  whyNotUsable,
} from './rules'

/* The same rules where several processes hold the keys of one organization. */

/**
 * What is wrong with an answer by one of several processes. As long as nobody was denied, each stands for itself. A
 * denial closes every process that knows of it, but for one that has proven for itself that it is let in.
 */
export function judgeAmong(history: History, use: Use): string | null {
  const denials = history.filter(isAnswer).filter((one) => one.root === 'customer' && denies(one))
  if (denials.length === 0 && !heardOfAStop(history, use.process)) return judge(history, use)
  if (use.answered !== 'opened') return null
  if (use.roots.includes('customer')) {
    for (const denial of denials) {
      const wrong = whyStillClosed(history, use.process, denial)
      if (wrong !== null) return wrong
    }
  }
  return whyNotUsable(history, use, true)
}

function whyStillClosed(history: History, process: number, denial: Answer): string | null {
  const proven = goodSince(history, denial).some((one) => one.process === process)
  const isOwn = denial.process === process
  if (isOwn && !proven) return 'it was denied itself and has proven nothing since'
  if (isOver(history, denial) || !knowsOf(history, process, denial)) return null
  // Who was there before looks for itself; who began after it takes what the others say, unless it is one's own trouble.
  const looked = isLone(history, denial) || !beganAfter(history, process, denial)
  return proven && !isOwn && looked ? null : 'a denial that the process knew of was not over'
}

/** Good proofs of the same root that were asked after an answer, by whichever process. */
function goodSince(history: History, { root, at }: Answer): Answer[] {
  return history.filter(isGood).filter((one) => one.root === root && one.startedAt.monoMs >= at.monoMs)
}

/** Whether two good proofs ten seconds apart were asked since a denial, by whichever process. */
function isOver(history: History, denial: Answer): boolean {
  const good = goodSince(history, denial)
  return good.some((second) =>
    good.some((one) => second.startedAt.monoMs - one.startedAt.monoMs >= LIMITS.second),
  )
}

/** Whether a process knows of a denial: it was its own, it began after it, or it has read the epoch since. */
function knowsOf(history: History, process: number, denial: Answer): boolean {
  if (denial.process === process) return true
  const since = history.slice(history.indexOf(denial))
  // What the denied process did about it is done when it next looks up.
  const told = since.slice(since.findIndex(({ kind }) => kind === 'look'))
  return told.some((event) => event.process === process && (event.kind === 'epoch' || event.kind === 'start'))
}

/** Whether a process may have begun with a stop that stands in the database, be it its own of before or another's. */
function heardOfAStop(history: History, process: number): boolean {
  const starts = history.filter((event) => event.kind === 'start')
  if (starts.some(({ after }) => after !== null)) return true
  const others = starts.filter((start) => start.process !== process)
  return others.some((start) => standingOf(knownOf(history, start.process, 'customer')).stop !== null)
}

/** Whether others had overruled a denial of the same process shortly before: then it is that process's own trouble. */
function isLone(history: History, denial: Answer): boolean {
  const before = history.slice(0, history.indexOf(denial))
  const own = before.filter(isAnswer).filter((one) => one.process === denial.process && denies(one))
  return own.some((earlier) => age(earlier.at, denial.at) < LIMITS.remembered && isOver(before, earlier))
}

const beganAfter = (history: History, process: number, happening: Happening) =>
  history.findIndex((event) => event.kind === 'start' && event.process === process) >
  history.indexOf(happening)
