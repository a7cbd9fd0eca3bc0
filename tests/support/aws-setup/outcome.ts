/** What a setup has to have led to, as the customer would paste it. */
export interface SetUp {
  keyArn: string
  roleArn: string | null
}

/** Takes the two ARNs from what was printed. */
export function arnsIn(output: string): SetUp {
  const keyArn = /^Key ARN: (arn:\S+)$/m.exec(output)?.[1]
  if (keyArn === undefined) throw new Error(`no key in: ${output}`)
  return { keyArn, roleArn: /^Role ARN: (arn:\S+)$/m.exec(output)?.[1] ?? null }
}
