import type { Suite } from './suite'

/** Every suite by name, loaded when it is asked for: some bring a database or a cloud's SDK with them. */
export const SUITES: Readonly<Record<string, () => Promise<{ suite: Suite }>>> = {
  vectors: () => import('./suites/vectors'),
  swap: () => import('./suites/swap'),
  commit: () => import('./suites/commit'),
  parse: () => import('./suites/parse'),
  halves: () => import('./suites/halves'),
  grace: () => import('./suites/grace'),
  clock: () => import('./suites/clock'),
  model: () => import('./suites/model'),
  faults: () => import('./suites/faults'),
  storm: () => import('./suites/storm'),
  leak: () => import('./suites/leak'),
  ssrf: () => import('./suites/ssrf'),
}
