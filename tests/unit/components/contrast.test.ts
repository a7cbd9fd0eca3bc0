import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

/** The tokens of one block of globals.css, as relative luminance (WCAG 2.2). Translucent ones are left out. */
function luminances(selector: string): Map<string, number> {
  const css = readFileSync('app/globals.css', 'utf8')
  const start = css.indexOf(`\n${selector} {`)
  const block = css.slice(start, css.indexOf('\n}', start))
  const tokens = block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+)(?: ([\d.]+))?\)/g)
  return new Map(
    [...tokens].map(([, name = '', l, c, h]) => [name, luminance(Number(l), Number(c), Number(h ?? 0))]),
  )
}

/** OKLCH to linear sRGB (Björn Ottosson's matrices), clipped to the gamut, to luminance. */
function luminance(lightness: number, chroma: number, hueDegrees: number): number {
  const hue = (hueDegrees * Math.PI) / 180
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover']
const on = (texts: string[], places: string[]) =>
  texts.flatMap((text) => places.map((place) => [text, place]))

const TEXT = [
  ...on(['ink', 'ink-soft', 'ink-faint', 'accent-text'], grounds),
  ...on(['ink', 'ink-soft', 'accent-text'], ['accent-soft']),
  ...['ok', 'grace', 'stopped'].flatMap((state) => [
    ...on([state], ['surface', 'raised', `${state}-soft`]),
    ...on(['ink', 'ink-soft'], [`${state}-soft`]),
  ]),
  ...on(['accent-on'], ['accent', 'accent-strong', 'danger', 'danger-strong']),
  ...on(['night-ink', 'night-soft'], ['night']),
]
const OPERABLE = on(['control', 'accent', 'accent-text'], ['surface', 'raised', 'canvas'])

describe.each([':root', '.dark'])('tokens of %s', (selector) => {
  const tokens = luminances(selector)
  const ratio = (first: string, second: string) => {
    const [x, y] = [tokens.get(first), tokens.get(second)]
    if (x === undefined || y === undefined) throw new Error(`no token ${x === undefined ? first : second}`)
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
  }

  it.each(TEXT)('%s can be read on %s (4.5:1)', (text, ground) => {
    expect(ratio(text ?? '', ground ?? '')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(OPERABLE)('%s stands out from %s (3:1)', (edge, ground) => {
    expect(ratio(edge ?? '', ground ?? '')).toBeGreaterThanOrEqual(3)
  })
})
