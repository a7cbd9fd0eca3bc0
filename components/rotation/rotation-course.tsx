import { Section } from '@/components/ui/card'
import { toCourse } from '@/lib/domain/rotation-course'
import type { RotationView } from '@/lib/domain/views/rotation'
import { Census } from './census'
import { CoursePicture } from './course-picture'
import { StageTable } from './stage-table'

/** The course of a rotation: the picture, its table, and the census at the end. */
export function RotationCourse({ view }: { view: RotationView }) {
  const { rotation, readAt: now } = view
  return (
    <>
      <Section title="Course">
        <CoursePicture stages={toCourse(view)} label="Course of the rotation" now={now} />
        {rotation && rotation.course.length > 0 && (
          <StageTable course={rotation.course} blocked={rotation.blockedCode !== null} now={now} />
        )}
      </Section>
      {rotation?.census && <Census census={rotation.census} now={now} />}
    </>
  )
}
