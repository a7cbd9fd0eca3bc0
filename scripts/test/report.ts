import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { seconds } from '../lib/steps.mjs'
import type { SuiteResult } from './suite'

const FOLDER = 'test-report'

const escapeHtml = (text: string) =>
  stripVTControlCharacters(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .4rem .8rem; border-bottom: 1px solid #8884 }
  td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }
  pre { overflow-x: auto; padding: 1rem; background: #8881; border-radius: 6px; font-size: 13px }
  figure { margin: 2rem 0 } img { max-width: 100%; border: 1px solid #8884; border-radius: 6px }
`

/** Writes test-report/index.html: each suite, what failed, and the pictures of the story. */
export function writeReport(results: SuiteResult[], summary: string): void {
  mkdirSync(FOLDER, { recursive: true })
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Latchkey: test report</title>
<style>${STYLE}</style>
<h1>Latchkey: test report</h1>
<p><strong>${summary}</strong></p>
<table>
<thead><tr><th>Suite<th class="number">Passed<th class="number">Failed<th>What<th class="number">Time</tr></thead>
<tbody>
${results.map(row).join('\n')}
</tbody>
</table>
${results.map(problems).join('\n')}
${pictures()}
</html>
`
  writeFileSync(path.join(FOLDER, 'index.html'), html)
}

const row = ({ name, passed, failed, detail, ms }: SuiteResult) =>
  `<tr><td>${failed > 0 ? '✖' : '✓'} ${escapeHtml(name)}<td class="number">${passed}<td class="number">${failed}<td>${escapeHtml(detail)}<td class="number">${seconds(ms)}</tr>`

const problems = ({ name, problems }: SuiteResult) =>
  problems.length === 0
    ? ''
    : `<h2>${escapeHtml(name)}: what failed</h2>\n${problems.map((text) => `<pre>${escapeHtml(text)}</pre>`).join('\n')}`

function pictures(): string {
  const folder = path.join(FOLDER, 'screenshots')
  if (!existsSync(folder)) return ''
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.png'))
    .sort()
  const figures = names.map((name) => {
    const caption = escapeHtml(name.replace(/\.png$/, '').replaceAll('-', ' '))
    return `<figure><figcaption>${caption}</figcaption><img loading="lazy" src="screenshots/${encodeURIComponent(name)}" alt="${caption}"></figure>`
  })
  return `<h2>The story in pictures</h2>\n${figures.join('\n')}`
}
