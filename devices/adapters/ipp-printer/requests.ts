import type { OperationInput } from '#devices/contract'
import { type IppAttribute, type IppMessage, type IppValue, type StringType, groupTags } from './values.ts'

/** Operation ids (RFC 8011 §5.4.15; the last is CUPS's). */
export const operationIds = {
  printJob: 0x0002,
  createJob: 0x0005,
  sendDocument: 0x0006,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getPrinterAttributes: 0x000b,
  cupsGetPrinters: 0x4002,
} as const

/** A4 by its PWG 5101.1 name. */
export const a4 = 'iso_a4_210x297mm'
export const pdfType = 'application/pdf'

const words = (name: string, type: StringType, ...values: readonly string[]): IppAttribute => ({
  name,
  values: values.map((value) => ({ type, value })),
})
const one = (name: string, value: IppValue): IppAttribute => ({ name, values: [value] })

/** The name that printers show for the sender: the program, never the operator. */
const userName = words('requesting-user-name', 'name', 'yichuang')

function request(
  code: number,
  requestId: number,
  target: readonly IppAttribute[],
  job: readonly IppAttribute[] = [],
): IppMessage {
  const operation = [
    words('attributes-charset', 'charset', 'utf-8'),
    words('attributes-natural-language', 'language', 'zh-cn'),
    ...target,
  ]
  return {
    code,
    requestId,
    groups: [
      { tag: groupTags.operation, attributes: operation },
      ...(job.length === 0 ? [] : [{ tag: groupTags.job, attributes: job }]),
    ],
    data: new Uint8Array(),
  }
}

/** What is asked of a printer. */
const printerAttributes = [
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'printer-make-and-model',
  'document-format-supported',
  'media-supported',
  'sides-supported',
  'color-supported',
  'operations-supported',
  'cups-version',
  'device-uri',
] as const

export function getPrinterAttributes(requestId: number, uri: string): IppMessage {
  return request(operationIds.getPrinterAttributes, requestId, [
    words('printer-uri', 'uri', uri),
    userName,
    words('requested-attributes', 'keyword', ...printerAttributes),
  ])
}

/** Which jobs are the caller's and what becomes of its paper. */
export type JobTicket = Pick<OperationInput<'document:print'>, 'copies' | 'sides' | 'jobName'>

/**
 * Job attributes. Only those with a value other than the printer's plain one are sent, for printers that refuse what they
 * cannot change.
 */
function ticketAttributes({ copies, sides }: JobTicket): IppAttribute[] {
  return [
    words('media', 'keyword', a4),
    ...(copies === 1 ? [] : [one('copies', { type: 'integer', value: copies })]),
    ...(sides === 'one-sided' ? [] : [words('sides', 'keyword', sides)]),
  ]
}

export function createJob(requestId: number, uri: string, ticket: JobTicket): IppMessage {
  return request(
    operationIds.createJob,
    requestId,
    [words('printer-uri', 'uri', uri), userName, words('job-name', 'name', ticket.jobName)],
    ticketAttributes(ticket),
  )
}

/** For printers without Create-Job: job and document in one. */
export function printJob(requestId: number, uri: string, ticket: JobTicket): IppMessage {
  return request(
    operationIds.printJob,
    requestId,
    [
      words('printer-uri', 'uri', uri),
      userName,
      words('job-name', 'name', ticket.jobName),
      words('document-format', 'mimeType', pdfType),
    ],
    ticketAttributes(ticket),
  )
}

const ofJob = (uri: string, jobId: number): IppAttribute[] => [
  words('printer-uri', 'uri', uri),
  one('job-id', { type: 'integer', value: jobId }),
  userName,
]

export function sendDocument(requestId: number, uri: string, jobId: number): IppMessage {
  return request(operationIds.sendDocument, requestId, [
    ...ofJob(uri, jobId),
    words('document-format', 'mimeType', pdfType),
    one('last-document', { type: 'boolean', value: true }),
  ])
}

const jobAttributes = [
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
] as const

export function getJobAttributes(requestId: number, uri: string, jobId: number): IppMessage {
  return request(operationIds.getJobAttributes, requestId, [
    ...ofJob(uri, jobId),
    words('requested-attributes', 'keyword', ...jobAttributes),
  ])
}

export function cancelJob(requestId: number, uri: string, jobId: number): IppMessage {
  return request(operationIds.cancelJob, requestId, ofJob(uri, jobId))
}

/** CUPS-Get-Printers: the queues of a print service. */
export function cupsGetPrinters(requestId: number): IppMessage {
  return request(operationIds.cupsGetPrinters, requestId, [
    userName,
    words(
      'requested-attributes',
      'keyword',
      'printer-name',
      'printer-info',
      'printer-make-and-model',
      'printer-uri-supported',
    ),
  ])
}
