import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { CoursePicture } from '@/components/rotation/course-picture'
import type { CourseStage } from '@/lib/domain/views/course'

const draw = (stages: CourseStage[]) =>
  renderToStaticMarkup(<CoursePicture stages={stages} label="Rotation" now="2026-03-10T12:00:00Z" />)

describe('CoursePicture', () => {
  it('tells every state in words, not by colour alone', () => {
    const words = { done: 'Done', current: 'Now', waiting: 'Later', blocked: 'Blocked', rejected: 'Rejected' }
    for (const [state, word] of Object.entries(words)) {
      expect(draw([{ key: 'staged', label: 'Staged', state: state as CourseStage['state'] }])).toContain(word)
    }
  })

  it('marks the current step, says who and when, and counts', () => {
    const html = draw([
      { key: 'requested', label: 'Requested', state: 'done', by: 'Dana', atIso: '2026-03-10T11:57:00Z' },
      {
        key: 'rewrapping',
        label: 'Rewrapping',
        state: 'current',
        progress: { done: 812, total: 1204, noun: 'data keys' },
      },
    ])
    expect(html.match(/aria-current="step"/g)).toHaveLength(1)
    expect(html).toContain('Dana, ')
    expect(html).toContain('3 minutes ago')
    expect(html).toContain('812 of 1,204 data keys')
  })
})
