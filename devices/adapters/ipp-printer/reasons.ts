import type { AttentionReason, DocumentReason } from '#devices/contract'

/**
 * What the hall has to do about a printer-state-reason (RFC 8011 §5.4.12, PWG 5100.9, and CUPS's own `offline`); null
 * for those that nobody need do anything about.
 */
const attentionOf: Readonly<Record<string, AttentionReason | null>> = {
  none: null,
  'media-empty': 'paper-out',
  'media-needed': 'paper-out',
  'media-low': 'paper-near-end',
  'media-jam': 'paper-jam',
  'media-path-input-jam': 'paper-jam',
  'media-path-output-jam': 'paper-jam',
  'media-path-input-feed-error': 'paper-jam',
  'media-path-output-feed-error': 'paper-jam',
  'media-path-media-tray-jam': 'paper-jam',
  'cover-open': 'cover-open',
  'door-open': 'cover-open',
  'interlock-open': 'cover-open',
  'toner-low': 'toner-low',
  'marker-supply-low': 'toner-low',
  'marker-ink-almost-empty': 'toner-low',
  'marker-toner-cartridge-missing': 'toner-empty',
  'developer-low': 'toner-low',
  'toner-empty': 'toner-empty',
  'marker-supply-empty': 'toner-empty',
  'marker-ink-empty': 'toner-empty',
  'developer-empty': 'toner-empty',
  'output-area-full': 'output-full',
  'output-area-almost-full': 'output-full',
  'output-tray-missing': 'tray-missing',
  'input-tray-missing': 'tray-missing',
  paused: 'paused',
  'moving-to-paused': 'paused',
  shutdown: 'offline',
  offline: 'offline',
  'timed-out': 'offline',
  'connecting-to-device': null,
  'fuser-over-temp': 'overheated',
  'fuser-under-temp': null,
  'opc-near-eol': 'service-needed',
  'opc-life-over': 'service-needed',
  'marker-waste-almost-full': 'service-needed',
  'marker-waste-full': 'service-needed',
  'spool-area-full': 'service-needed',
  stopping: null,
  'stopped-partly': null,
  other: 'service-needed',
}
const severities = ['report', 'warning', 'error'] as const

/**
 * Reads one keyword. The ending says how bad it is and `error` is meant where there is none (RFC 8011 §5.4.12); some
 * keywords end in `-error` themselves, so the whole one is looked up first.
 */
export function readReason(keyword: string): DocumentReason {
  if (Object.hasOwn(attentionOf, keyword)) {
    const severity = keyword === 'none' ? 'report' : 'error'
    return { keyword, severity, attention: attentionOf[keyword] ?? null }
  }
  const severity = severities.find((each) => keyword.endsWith(`-${each}`))
  if (severity === undefined) return { keyword, severity: 'error', attention: null }
  const stem = keyword.slice(0, -severity.length - 1)
  return { keyword: stem, severity, attention: attentionOf[stem] ?? null }
}

/** Of things that are to be seen to, the one to name: the worst, and paper before the rest. */
const urgency: readonly AttentionReason[] = [
  'paper-jam',
  'cover-open',
  'paper-out',
  'toner-empty',
  'tray-missing',
  'output-full',
  'overheated',
  'offline',
  'paused',
  'service-needed',
  'paper-near-end',
  'toner-low',
]
const rank = { error: 0, warning: 1, report: 2 } as const

/** The one reason to tell; null if nobody has anything to do. */
export function mostUrgent(reasons: readonly DocumentReason[]): AttentionReason | null {
  const told = reasons.filter(({ attention }) => attention !== null)
  const place = ({ attention, severity }: DocumentReason): number =>
    rank[severity] * 100 + (attention === null ? 99 : urgency.indexOf(attention))
  return [...told].sort((a, b) => place(a) - place(b))[0]?.attention ?? null
}
