import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from '../http'
import type { World } from '../world'
import { accountPage } from './account'
import { homePage } from './home'
import { html } from './html'
import { keyPage } from './key'
import { layout, pageHeader } from './layout'

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const asset = (name: string, type: string) => ({
  type,
  text: readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8'),
})
const ASSETS = new Map([
  ['/assets/page.css', asset('page.css', 'text/css; charset=utf-8')],
  ['/assets/page.js', asset('page.js', 'text/javascript; charset=utf-8')],
  ['/assets/icon.svg', asset('icon.svg', 'image/svg+xml')],
])

/** Answers the simulator's own page and its assets. It only shows; every change goes by the control API. */
export async function answerPage(world: World, request: IncomingMessage, response: ServerResponse) {
  response.setHeader('content-security-policy', POLICY)
  response.setHeader('referrer-policy', 'no-referrer')
  if (request.method !== 'GET') {
    send(response, 405, 'text/plain', 'Pages are to be read with GET.\n')
    return
  }
  const path = (request.url ?? '/').split('?')[0] ?? '/'
  const file = ASSETS.get(path)
  if (file) {
    send(response, 200, file.type, file.text)
    return
  }
  world.sweep()
  const page = find(world, path)
  send(response, page ? 200 : 404, 'text/html; charset=utf-8', page ?? notFound(world))
}

function find(world: World, path: string): string | null {
  if (path === '/') return homePage(world)
  const [, accountId, keyId] = /^\/accounts\/(\d{12})(?:\/keys\/([0-9a-f-]{36}))?$/.exec(path) ?? []
  const account = world.accounts.get(accountId ?? '')
  if (!account) return null
  if (keyId === undefined) return accountPage(world, account)
  const key = world.keys.get(keyId)
  return key?.accountId === account.id ? keyPage(world, account, key) : null
}

function notFound(world: World): string {
  const about = html`There is no such account or key; a key whose waiting period is over is gone for good. Go to <a href="/">the accounts</a>.`
  return layout(world, 'Not found', null, pageHeader('Not found', about, null))
}
