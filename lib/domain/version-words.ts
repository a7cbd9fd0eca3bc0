import type { Cloud } from './provider'
import type { RootVersionRow } from './views/watch'

type Words = RootVersionRow['state']

/** How a version of a root key stands, in words; the current one wraps, an older one only opens. */
export function versionWords(cloud: Cloud, version: { outcome: string; current: boolean }): Words {
  const { outcome, current } = version
  if (outcome === 'OK' || outcome === 'WRAP_BLOCKED') {
    if (current && outcome === 'OK') return { word: 'Current', tone: 'ok', means: 'wraps and unwraps' }
    return current
      ? { word: 'Opens only', tone: 'grace', means: 'wraps nothing new' }
      : { word: 'Older', tone: 'neutral', means: 'unwraps what it wrapped' }
  }
  return STATES[outcome] ?? { word: 'Unclear', tone: 'grace', means: `${UNCLEAR[cloud]} did not say` }
}

const STATES: Record<string, Words> = {
  DISABLED: { word: 'Disabled', tone: 'stopped', means: 'opens nothing until it is enabled' },
  PENDING_DELETION: {
    word: 'To be deleted',
    tone: 'stopped',
    means: 'opens nothing, and can still be restored',
  },
  GONE: { word: 'Gone', tone: 'stopped', means: 'opens nothing any more' },
  MATERIAL_MISSING: { word: 'No material', tone: 'stopped', means: 'opens nothing until it is imported' },
  MISCONFIGURED: { word: 'Not ready', tone: 'grace', means: 'being made, or of another kind' },
}

const UNCLEAR: Record<Cloud, string> = { aws: 'AWS', azure: 'Azure', google: 'Google Cloud' }
