/** Prometheus' text format, version 0.0.4: what `/metrics` answers in. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8'

type Labels = Readonly<Record<string, string>>

/** One line of a family: its value under its labels. */
export interface Sample {
  readonly labels: Labels
  readonly value: number
  /** `_bucket`, `_sum` and `_count` of a histogram. */
  readonly suffix?: string
}

/** Samples of one name, with what they are. */
export interface Family {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly samples: readonly Sample[]
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')
}

function labelled(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}

function written(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
}

/** The families as text. */
export function exposition(families: readonly Family[]): string {
  const lines = families.flatMap(({ name, help, type, samples }) => [
    `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(
      ({ labels, value, suffix }) => `${name}${suffix ?? ''}${labelled(labels)} ${written(value)}`,
    ),
  ])
  return `${lines.join('\n')}\n`
}

/** A gauge with one value. */
export function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ labels: {}, value }] }
}

/** Values by one label, the ones that must not be missing given as 0. */
export function byLabel(
  { name, help, type }: Pick<Family, 'name' | 'help' | 'type'>,
  label: string,
  values: Readonly<Record<string, number>>,
): Family {
  const samples = Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }))
  return { name, help, type, samples }
}
