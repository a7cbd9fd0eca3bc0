import { type CourseEntry, type RotationStep, rotationCourse } from '@/lib/domain/rotation'

/** The course so far, with this stage begun; one that was begun before goes on. */
export function begun(course: unknown, stage: RotationStep, now: Date): CourseEntry[] {
  const entries = rotationCourse.parse(course)
  if (entries.some((entry) => entry.stage === stage)) return entries
  return [...entries, { stage, startedAt: now.toISOString() }]
}

/** The course with this stage ended; what a later turn counted is added to what an earlier one did. */
export function ended(
  course: CourseEntry[],
  stage: CourseEntry['stage'],
  now: Date,
  { counts, note }: { counts?: Record<string, number>; note?: string },
): CourseEntry[] {
  return course.map((entry) =>
    entry.stage === stage
      ? { ...entry, finishedAt: now.toISOString(), counts: counts ?? entry.counts, note }
      : entry,
  )
}

/** The course with its last stage ended by a refusal, and why. */
export function refused(course: unknown, now: Date, note: string): CourseEntry[] {
  const entries = rotationCourse.parse(course)
  const last = entries.at(-1)
  return last ? ended(entries, last.stage, now, { note }) : entries
}
