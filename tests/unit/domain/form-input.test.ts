import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { formValues, parseInput } from '@/lib/domain/form-input'

const schema = z.strictObject({
  name: z.string().min(1).max(5),
  port: z.coerce.number().int().max(65_535),
  kind: z.enum(['a', 'b']),
  note: z.string().max(3, 'Be brief.'),
})

describe('the input of a form', () => {
  it('is parsed', () => {
    const values = { name: 'main', port: '5432', kind: 'a', note: '' }
    expect(parseInput(schema, values)).toEqual({ ok: true, input: { ...values, port: 5432 } })
  })

  it('is refused field by field, in plain words', () => {
    expect(parseInput(schema, { name: '', port: '70000', kind: 'c', note: 'abcd' })).toEqual({
      ok: false,
      fields: {
        name: 'This is missing.',
        port: 'At most 65535.',
        kind: 'Choose one of the values offered.',
        note: 'Be brief.',
      },
    })
  })

  it('says that a field is missing, too long, of the wrong type or not asked for', () => {
    const refused = parseInput(schema, { name: 'too long', port: 'x', kind: 'a', note: 7, more: 1 })
    expect(refused).toMatchObject({
      fields: {
        name: 'At most 5 characters.',
        port: 'This does not have the right form.',
        '': 'More was sent than was asked for.',
      },
    })
    expect(parseInput(schema, {})).toMatchObject({ fields: { name: 'This is missing.' } })
  })

  it('names a value inside a list by its place', () => {
    const list = z.object({ people: z.array(z.email()) })
    expect(parseInput(list, { people: ['a@b.example', 'nobody'] })).toMatchObject({
      fields: { 'people.1': 'This does not have the right form.' },
    })
  })
})

describe('the values of a form', () => {
  it('are a list where a name occurs twice, and leave out what is React’s own', () => {
    const form = new FormData()
    form.append('$ACTION_KEY', 'x')
    form.append('name', 'main')
    form.append('duty', 'one')
    form.append('duty', 'two')
    expect(formValues(form)).toEqual({ name: 'main', duty: ['one', 'two'] })
  })
})
