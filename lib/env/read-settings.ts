import type { z } from 'zod'

/** One setting of a program. */
export interface Setting<T> {
  /** The environment variable. */
  name: string
  /** What it is for, as the end of "NAME: …". */
  purpose: string
  /** How a value looks or is made. Shown only; using it as the value of a secret is refused. */
  example: string
  schema: z.ZodType<T>
  /** It makes the demo what it is, and is refused in production. */
  demoOnly?: boolean
  /** What is wrong with a valid value when the mode is production; undefined when nothing is. */
  wrongInProduction?(value: T): string | undefined
}

export type Settings = Record<string, Setting<unknown>>
export type Values<S extends Settings> = { readonly [K in keyof S]: z.output<S[K]['schema']> }
export type Environment = Readonly<Record<string, string | undefined>>

/** A setting that is missing or wrong. `text` says what and how to mend it, and never the value. */
export interface SettingProblem {
  name: string
  text: string
}

/** Thrown when a program's settings are not right; names all of them at once. */
export class SettingsError extends Error {
  readonly problems: SettingProblem[]

  constructor(program: string, problems: SettingProblem[]) {
    super(
      [`The settings of ${program} are not right:`, ...problems.map(({ text }) => `  ${text}`)].join('\n'),
    )
    this.name = 'SettingsError'
    this.problems = problems
  }
}

/** Reads every setting of a table, collecting what is missing or wrong instead of stopping at the first. */
export function readSettings<S extends Settings>(settings: S, environment: Environment) {
  const values: Record<string, unknown> = {}
  const problems: SettingProblem[] = []
  for (const [key, setting] of Object.entries(settings)) {
    const text = environment[setting.name] || undefined
    const result = setting.schema.safeParse(text)
    values[key] = result.data
    const wrong = whatIsWrong(setting, text, result, environment.LATCHKEY_MODE === 'production')
    if (wrong !== undefined) problems.push({ name: setting.name, text: describe(setting, wrong) })
  }
  return { values: values as Values<S>, problems }
}

function whatIsWrong<T>(
  setting: Setting<T>,
  text: string | undefined,
  result: z.ZodSafeParseResult<T>,
  inProduction: boolean,
): string | undefined {
  if (inProduction && setting.demoOnly) {
    return text === undefined ? undefined : 'is for the demo only and must not be set in production'
  }
  if (!result.success) return text === undefined ? 'is missing' : result.error.issues[0]?.message
  return inProduction && text !== undefined ? setting.wrongInProduction?.(result.data) : undefined
}

const describe = ({ name, purpose, example }: Setting<unknown>, wrong: string) =>
  `${name} ${wrong}. It is ${purpose}, for example: ${example}`
