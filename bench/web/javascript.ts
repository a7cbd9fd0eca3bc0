import http from 'node:http'
import { Problem } from '../../scripts/lib/problem.mjs'
import { atMost, type Result } from '../result'
import { ADMIN, load, signIn } from './browser'

const LIMIT_KB = 200

/**
 * The scripts that a page's HTML makes a browser of today load, each once: those of script elements, and those
 * that are named in the data Next sends along for its components.
 */
export function scriptsOf(html: string): string[] {
  const elements = [...html.matchAll(/<script\b[^>]*>/g)].map(([element]) => element)
  const unneeded = elements.filter((element) => /\bnomodule\b/i.test(element)).join()
  const named = [...html.matchAll(/\/?(_next\/static\/[\w./~%-]+\.js)\b/g)].map(([, file]) => `/${file}`)
  return [...new Set(named)].filter((file) => !unneeded.includes(file))
}

/** The bytes of an answer's body as they come over the wire, to a client that takes gzip. */
function compressedBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.once('end', () => {
        if (response.statusCode === 200) resolve(bytes)
        else reject(new Problem(`${url} answers ${response.statusCode}`))
      })
      response.once('error', reject)
    })
    request.once('error', reject)
  })
}

/** What a browser loads of scripts, compressed, before the overview page works. */
export async function measureJavascript(url: string): Promise<Result[]> {
  const html = await load(`${url}/overview`, await signIn(url, ADMIN))
  const scripts = scriptsOf(html)
  if (scripts.length === 0) throw new Problem('the overview page names no scripts')
  const sizes = await Promise.all(scripts.map((script) => compressedBytes(new URL(script, url).href)))
  const kilobytes = sizes.reduce((total, size) => total + size, 0) / 1_000
  return [atMost('overview page, first-load JavaScript, kB', kilobytes, LIMIT_KB)]
}
