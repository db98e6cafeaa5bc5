import type { PrintEngine, PrintJob } from './engine.ts'
import { as, type Attributes, type IppRequest, writeResponse } from './wire.ts'

/** Operation ids that this printer knows (RFC 8011 §5.4.15). */
export const known = {
  'Print-Job': 0x02,
  'Validate-Job': 0x04,
  'Create-Job': 0x05,
  'Send-Document': 0x06,
  'Cancel-Job': 0x08,
  'Get-Job-Attributes': 0x09,
  'Get-Jobs': 0x0a,
  'Get-Printer-Attributes': 0x0b,
} as const
export type OperationWord = keyof typeof known

const status = {
  ok: 0x0000,
  badRequest: 0x0400,
  notPossible: 0x0404,
  notFound: 0x0406,
  formatNotSupported: 0x040a,
  operationNotSupported: 0x0501,
  versionNotSupported: 0x0503,
  notAccepting: 0x0506,
  charsetNotSupported: 0x040d,
} as const

export interface PrinterFace {
  readonly uri: string
  readonly formats: readonly string[]
  /** Without Create-Job and Send-Document, as old printers are. */
  readonly inOne: boolean
  readonly startedAt: Date
}

/** What the printer answers. Everything that it does to paper is the engine's. */
export function answer(request: IppRequest, engine: PrintEngine, face: PrinterFace): Buffer {
  const reply = (code: number, groups: readonly (readonly [number, Attributes])[] = []): Buffer =>
    writeResponse(code, { requestId: request.requestId, version: versionOf(request) ?? [1, 1] }, [
      [
        1,
        { 'attributes-charset': [as.charset('utf-8')], 'attributes-natural-language': [as.language('en')] },
      ],
      ...groups,
    ])
  if (versionOf(request) === null) return reply(status.versionNotSupported)
  if (
    request.requestId === 0 ||
    (!request.attributes.has('printer-uri') && !request.attributes.has('job-uri'))
  ) {
    return reply(status.badRequest)
  }
  // RFC 8011 §4.1.4: charset and language come first, in this order.
  const [charset, language] = request.operationNames
  if (
    request.groups[0] !== 1 ||
    charset !== 'attributes-charset' ||
    language !== 'attributes-natural-language'
  ) {
    return reply(status.badRequest)
  }
  if (!text(request, 'attributes-charset').match(/^(utf-8|us-ascii)$/i))
    return reply(status.charsetNotSupported)
  switch (request.operation) {
    case known['Get-Printer-Attributes']:
      return reply(status.ok, [[4, wanted(request, printerAttributes(engine, face))]])
    case known['Validate-Job']:
      return reply(checkTicket(request, engine, face))
    case known['Print-Job']: {
      const problem = checkTicket(request, engine, face)
      if (problem !== status.ok) return reply(problem)
      const job = engine.create(ticketOf(request))
      engine.feed(job, request.document)
      return reply(status.ok, [[2, jobIdentity(job, face)]])
    }
    case known['Get-Jobs']:
      return reply(
        status.ok,
        jobsAskedFor(request, engine).map((job) => [2, briefly(request, jobAttributes(job, face))] as const),
      )
    case known['Create-Job']: {
      if (face.inOne) return reply(status.operationNotSupported)
      const problem = checkTicket(request, engine, face)
      return problem === status.ok
        ? reply(status.ok, [[2, jobIdentity(engine.create(ticketOf(request)), face)]])
        : reply(problem)
    }
    case known['Send-Document']:
    case known['Cancel-Job']:
    case known['Get-Job-Attributes']: {
      const job = jobOf(request, engine)
      if (job === undefined) return reply(status.notFound)
      return request.operation === known['Get-Job-Attributes']
        ? reply(status.ok, [[2, wanted(request, jobAttributes(job, face))]])
        : reply(...changeJob(request, job, engine, face))
    }
    default:
      return reply(status.operationNotSupported)
  }
}

/** The version to answer in: the one of the request (RFC 8011 §4.1.8); null for one that this printer does not speak. */
function versionOf({ version }: IppRequest): readonly [number, number] | null {
  return version[0] === 2 || (version[0] === 1 && version[1] <= 1) ? version : null
}

function changeJob(
  request: IppRequest,
  job: PrintJob,
  engine: PrintEngine,
  face: PrinterFace,
): [number, (readonly [number, Attributes])[]] {
  if (request.operation === known['Cancel-Job']) {
    if (job.state >= 7) return [status.notPossible, []]
    engine.end(job, 7, 'job-canceled-by-user')
    return [status.ok, []]
  }
  if (!request.attributes.has('last-document')) return [status.badRequest, []]
  if (job.document !== null || job.state >= 7) return [status.notPossible, []]
  const problem = checkTicket(request, engine, face)
  if (problem !== status.ok) return [problem, []]
  engine.feed(job, request.document)
  return [status.ok, [[2, jobIdentity(job, face)]]]
}

function text(request: IppRequest, name: string): string {
  return request.attributes.get(name)?.[0] ?? ''
}

function checkTicket(request: IppRequest, engine: PrintEngine, face: PrinterFace): number {
  if (!engine.accepting) return status.notAccepting
  const format = text(request, 'document-format')
  return format === '' || face.formats.includes(format) ? status.ok : status.formatNotSupported
}

function ticketOf(request: IppRequest): Pick<PrintJob, 'name' | 'user' | 'media' | 'sides' | 'copies'> {
  return {
    name: text(request, 'job-name') || 'Untitled',
    user: text(request, 'requesting-user-name') || 'anonymous',
    media: text(request, 'media') || 'na_letter_8.5x11in',
    sides: text(request, 'sides') || 'one-sided',
    copies: Number(text(request, 'copies') || 1),
  }
}

function jobOf(request: IppRequest, engine: PrintEngine): PrintJob | undefined {
  const id = Number(text(request, 'job-id') || /\/jobs\/(\d+)$/.exec(text(request, 'job-uri'))?.[1])
  return engine.jobs.find((job) => job.id === id)
}

function jobsAskedFor(request: IppRequest, engine: PrintEngine): PrintJob[] {
  const over = text(request, 'which-jobs') === 'completed'
  const mine = text(request, 'my-jobs') === 'true'
  const limit = Number(text(request, 'limit') || Infinity)
  return engine.jobs
    .filter(
      ({ state, user }) => state >= 7 === over && (!mine || user === text(request, 'requesting-user-name')),
    )
    .slice(0, limit)
}

/** Number and address where nothing is asked for (RFC 8011 §4.2.6.1). */
function briefly(request: IppRequest, all: Attributes): Attributes {
  if (request.attributes.has('requested-attributes')) return wanted(request, all)
  return { 'job-id': all['job-id'] ?? [], 'job-uri': all['job-uri'] ?? [] }
}

/** Only what was asked for, where something was. */
function wanted(request: IppRequest, all: Attributes): Attributes {
  const names = request.attributes.get('requested-attributes')
  if (
    names === undefined ||
    names.some((name) => /^(all|printer-description|job-template|job-description)$/.test(name))
  ) {
    return all
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))
}

function jobIdentity(job: PrintJob, face: PrinterFace): Attributes {
  return {
    'job-id': [as.integer(job.id)],
    'job-uri': [as.uri(`${face.uri}/jobs/${String(job.id)}`)],
    'job-state': [as.enum(job.state)],
    'job-state-reasons': [as.keyword(job.reason)],
  }
}

/** Seconds of the printer's own clock, which begins at 1. */
function upTime(at: Date, { startedAt }: PrinterFace): number {
  return Math.max(1, Math.round((at.getTime() - startedAt.getTime()) / 1000))
}

function jobAttributes(job: PrintJob, face: PrinterFace): Attributes {
  return {
    ...jobIdentity(job, face),
    'job-printer-uri': [as.uri(face.uri)],
    'job-name': [as.name(job.name)],
    'job-originating-user-name': [as.name(job.user)],
    'job-impressions-completed': [as.integer(job.pagesPrinted)],
    'time-at-creation': [as.integer(upTime(job.createdAt, face))],
    'time-at-processing': [job.beganAt === null ? as.nothing() : as.integer(upTime(job.beganAt, face))],
    'time-at-completed': [job.endedAt === null ? as.nothing() : as.integer(upTime(job.endedAt, face))],
    'job-printer-up-time': [as.integer(upTime(new Date(), face))],
  }
}

function printerAttributes(engine: PrintEngine, face: PrinterFace): Attributes {
  const busy = engine.current !== undefined
  const reasons = [...engine.faults, ...(engine.paused ? ['paused'] : [])]
  const operations = Object.entries(known).filter(
    ([name]) => !face.inOne || (name !== 'Create-Job' && name !== 'Send-Document'),
  )
  return {
    'printer-uri-supported': [as.uri(face.uri)],
    'uri-authentication-supported': [as.keyword('none')],
    'uri-security-supported': [as.keyword('none')],
    'printer-name': [as.name('Hall A4')],
    'printer-info': [as.text('Hall A4')],
    'printer-make-and-model': [as.text('Yichuang Simulated A4')],
    'printer-state': [as.enum(engine.stopped ? 5 : busy ? 4 : 3)],
    'printer-state-reasons': (reasons.length === 0 ? ['none'] : reasons).map(as.keyword),
    'printer-is-accepting-jobs': [as.boolean(engine.accepting)],
    'printer-up-time': [as.integer(upTime(new Date(), face))],
    'printer-current-time': [as.dateTime(new Date())],
    'queued-job-count': [as.integer(engine.jobs.filter(({ state }) => state < 7).length)],
    'ipp-versions-supported': ['1.1', '2.0'].map(as.keyword),
    'operations-supported': operations.map(([, id]) => as.enum(id)),
    'charset-configured': [as.charset('utf-8')],
    'charset-supported': [as.charset('utf-8'), as.charset('us-ascii')],
    'natural-language-configured': [as.language('en')],
    'generated-natural-language-supported': [as.language('en')],
    'document-format-default': [as.mimeType(face.formats[0] ?? 'application/octet-stream')],
    'document-format-supported': face.formats.map(as.mimeType),
    'pdl-override-supported': [as.keyword('not-attempted')],
    'compression-supported': [as.keyword('none')],
    'multiple-document-jobs-supported': [as.boolean(false)],
    'color-supported': [as.boolean(false)],
    'copies-default': [as.integer(1)],
    'copies-supported': [as.range(1, 99)],
    'media-default': [as.keyword('iso_a4_210x297mm')],
    'media-supported': ['iso_a4_210x297mm', 'iso_a5_148x210mm'].map(as.keyword),
    'media-ready': [as.keyword('iso_a4_210x297mm')],
    'sides-default': [as.keyword('one-sided')],
    'sides-supported': ['one-sided', 'two-sided-long-edge'].map(as.keyword),
    'printer-resolution-default': [as.resolution(600)],
    'printer-resolution-supported': [as.resolution(600)],
  }
}
