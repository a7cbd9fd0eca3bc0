/** One stage of the course of a change of key, as the picture shows it. */
export interface CourseStage {
  key: string
  label: string
  state: 'done' | 'current' | 'waiting' | 'blocked' | 'rejected'
  /** When it was reached or done. */
  atIso?: string
  /** Who did it, where a person did. */
  by?: string
  /** What happened, what is awaited, or why it is blocked, in a sentence. */
  detail?: string
  /** What is counted while it runs, such as 3 of 5 data keys. */
  progress?: { done: number; total: number; noun: string }
}
