import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { decodeDocument, documentFields, encodeDocument, MAX_ELEMENTS } from '@/lib/domain/document-fields'

const form = z.strictObject(documentFields)
const elementsOf = (elements: unknown) => form.safeParse({ name: 'Orders', elements })

describe('the fields of a document', () => {
  it('takes one reference per line and leaves empty lines out', () => {
    const parsed = elementsOf(' sales.orders \r\n\n\tsales.customers\rhr.people  ')
    expect(parsed.data?.elements).toEqual(['sales.orders', 'sales.customers', 'hr.people'])
  })

  it('takes none at all', () => {
    expect(elementsOf('').data?.elements).toEqual([])
  })

  it('says which reference is wrong', () => {
    const parsed = elementsOf(`a\nb\n${'c'.repeat(201)}`)
    expect(parsed.error?.issues[0]?.message).toContain('Reference 3')
  })

  it('refuses one reference too many', () => {
    expect(elementsOf(Array(MAX_ELEMENTS).fill('a').join('\n')).success).toBe(true)
    expect(
      elementsOf(
        Array(MAX_ELEMENTS + 1)
          .fill('a')
          .join('\n'),
      ).success,
    ).toBe(false)
  })

  it.each([undefined, 7, ['a']])('refuses %j', (elements) => {
    expect(elementsOf(elements).success).toBe(false)
  })

  it.each(['', '  ', 'x'.repeat(201), 'two\nlines', 'nul\u0000', '\ud800'])('refuses the name %j', (name) => {
    expect(form.safeParse({ name, elements: '' }).success).toBe(false)
  })

  it('survives encoding', () => {
    const document = { name: 'Umsätze 2026 🔑', elements: ['vertrieb.aufträge', '"quoted", with\\backslash'] }
    expect(decodeDocument(encodeDocument(document))).toEqual(document)
  })

  it.each([
    ['a field that is missing', { name: new Uint8Array([65]) }],
    ['bytes that are no text', { name: new Uint8Array([0xff]), elements: new Uint8Array([91, 93]) }],
    ['elements that are no list', { name: new Uint8Array([65]), elements: new Uint8Array([123, 125]) }],
  ])('does not open with %s', (_what, fields) => {
    expect(() => decodeDocument(fields)).toThrow(expect.objectContaining({ code: 'does_not_open' }))
  })
})
