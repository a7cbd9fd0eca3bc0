import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ADMIN, OPERATOR, SUPPORT } from './browser'

/** What can be asked for by GET, and who asks. */
export interface Route {
  /** As its folder is called, without groups: /connections/[id] */
  pattern: string
  /** E-mail address of who opens it; null for whoever isn't signed in. */
  visitor: string | null
}

/** Turns a file below app/, with forward slashes, into the route that it answers; null when it answers none. */
export function routeOf(file: string): Route | null {
  if (!/(^|\/)(page\.tsx|route\.ts)$/.test(file) || file.startsWith('api/auth/')) return null
  const segments = file.split('/').slice(0, -1)
  const pattern = `/${segments.filter((segment) => !segment.startsWith('(')).join('/')}`
  return { pattern, visitor: visitorOf(segments) }
}

function visitorOf(segments: string[]): string | null {
  if (segments.length === 0) return null
  if (segments.includes('support')) return SUPPORT
  return segments.includes('platform') ? OPERATOR : ADMIN
}

/** Every page and every GET route of the application in `folder`, so that a new one is measured too. */
export function findRoutes(folder: string): Route[] {
  const app = path.join(folder, 'app')
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).sort()
  return files.flatMap((file) => {
    const route = routeOf(file.split(path.sep).join('/'))
    if (route === null) return []
    const answersGet = file.endsWith('page.tsx') || /\bGET\b/.test(readFileSync(path.join(app, file), 'utf8'))
    return answersGet ? [route] : []
  })
}
