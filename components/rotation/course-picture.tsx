import { Check, Circle, CircleDot, type LucideIcon, OctagonX, TriangleAlert } from 'lucide-react'
import { cn } from '@/components/ui/cn'
import { ProgressBar } from '@/components/ui/progress'
import { StatePill, type StateTone } from '@/components/ui/state-pill'
import { Time } from '@/components/ui/time'
import type { CourseStage } from '@/lib/domain/views/course'

interface Look {
  icon: LucideIcon
  /** Read out before the label; shown as a pill where `pillTone` is given. */
  word: string
  pillTone?: StateTone
  mark: string
  rail: string
}

const LOOKS: Record<CourseStage['state'], Look> = {
  done: { icon: Check, word: 'Done', mark: 'border-ok-line bg-ok-soft text-ok', rail: 'bg-ok-line' },
  current: {
    icon: CircleDot,
    word: 'Now',
    mark: 'border-accent bg-accent text-accent-on',
    rail: 'bg-line',
  },
  waiting: { icon: Circle, word: 'Later', mark: 'border-control text-transparent', rail: 'bg-line' },
  blocked: {
    icon: TriangleAlert,
    word: 'Blocked',
    pillTone: 'grace',
    mark: 'border-grace-line bg-grace-soft text-grace',
    rail: 'bg-line',
  },
  rejected: {
    icon: OctagonX,
    word: 'Rejected',
    pillTone: 'stopped',
    mark: 'border-stopped-line bg-stopped-soft text-stopped',
    rail: 'bg-line',
  },
}

interface CoursePictureProps {
  stages: CourseStage[]
  /** What takes this course: "Rotation to key 1234abcd". */
  label: string
  /** The server's time, ISO 8601. */
  now: string
}

/**
 * The course of a change of key: a track of stages, lying down where there is room and upright where there
 * isn't. It is a list, so that it reads the same without the picture.
 */
export function CoursePicture({ stages, label, now }: CoursePictureProps) {
  return (
    <div className="@container">
      <ol aria-label={label} className="grid @4xl:auto-cols-fr @4xl:grid-flow-col">
        {stages.map((stage, index) => (
          <Stage key={stage.key} stage={stage} isLast={index === stages.length - 1} now={now} />
        ))}
      </ol>
    </div>
  )
}

function Stage({ stage, isLast, now }: { stage: CourseStage; isLast: boolean; now: string }) {
  const { icon: Icon, word, mark, rail, pillTone } = LOOKS[stage.state]
  return (
    <li
      aria-current={stage.state === 'current' ? 'step' : undefined}
      className="relative grid content-start grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3 pb-5 last:pb-0 @4xl:grid-cols-1 @4xl:pr-3 @4xl:pb-0"
    >
      {!isLast && (
        <span
          aria-hidden
          className={cn(
            'absolute top-6 bottom-0 left-[0.6875rem] w-0.5 transition-colors duration-500',
            '@4xl:top-[0.6875rem] @4xl:right-0 @4xl:bottom-auto @4xl:left-6 @4xl:h-0.5 @4xl:w-auto',
            rail,
          )}
        />
      )}
      <span
        aria-hidden
        className={cn(
          'relative grid size-6 place-items-center rounded-full border transition-colors duration-500',
          mark,
        )}
      >
        <Icon className="size-3.5" strokeWidth={2.5} />
      </span>
      <div className="grid content-start gap-1 @4xl:pt-2">
        <p className={cn('font-medium leading-6', stage.state === 'waiting' && 'font-normal text-ink-faint')}>
          {!pillTone && <span className="sr-only">{word}: </span>}
          {stage.label}
        </p>
        {pillTone && (
          <StatePill tone={pillTone} className="w-fit">
            {word}
          </StatePill>
        )}
        {(stage.by || stage.atIso) && (
          <p className="text-ink-faint text-sm">
            {stage.by}
            {stage.by && stage.atIso && ', '}
            {stage.atIso && <Time iso={stage.atIso} now={now} />}
          </p>
        )}
        {stage.detail && <p className="text-ink-soft text-sm">{stage.detail}</p>}
        {stage.progress && <ProgressBar {...stage.progress} label={stage.label} />}
      </div>
    </li>
  )
}
