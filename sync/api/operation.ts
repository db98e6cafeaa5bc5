import type { z } from 'zod'
import type { ProblemName } from './problems.ts'

/** Who may call an operation: anybody, a terminal by its signature, or a department or supervisor by a bearer token. */
export type Access = 'public' | 'terminal' | 'staff'

/** One operation of the unified intake API. */
export interface Operation {
  readonly operationId: string
  readonly method: 'GET' | 'PUT' | 'POST'
  /** OpenAPI path template. */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params: Readonly<Record<string, z.ZodType>>
  readonly query?: Readonly<Record<string, z.ZodType>>
  /** JSON body, or `bytes` for application/octet-stream. */
  readonly request?: z.ZodType | 'bytes'
  /** JSON body, or `pdf` for application/pdf. */
  readonly response: z.ZodType | 'pdf'
  readonly problems: readonly ProblemName[]
}

/** What any call of a terminal may be answered with. */
export const terminalProblems = [
  'malformed-request',
  'coding-unknown',
  'not-signed',
  'clock-skew',
  'replayed-request',
  'terminal-unknown',
  'terminal-pending',
  'terminal-revoked',
  'internal',
  'busy',
] as const satisfies ProblemName[]
/** What any call of a department or supervisor may be answered with. */
export const staffProblems = [
  'malformed-request',
  'not-authorised',
  'internal',
  'busy',
] as const satisfies ProblemName[]
