import { type Operation, staffProblems } from './operation.ts'
import * as schemas from './schemas.ts'

const intakeParams = { intakeId: schemas.intakeIdSchema }
/** What the terminal that sealed a packet may be to the hub; the carrier cannot mend it. */
const sealedBy = ['terminal-unknown', 'terminal-pending', 'terminal-revoked'] as const

/**
 * 代送: a packet that somebody carried here on a stick. The carrier is a member of staff; whose packet it is, and that nobody
 * has changed it, is told by the signature of the terminal that sealed it. The same rows as over the line, so that an intake that
 * comes both ways is there once.
 */
export const carriedOperations = {
  announceCarried: {
    operationId: 'announceCarried',
    method: 'PUT',
    path: '/carried-intakes/{intakeId}',
    summary: '代送收件申报（密封收件包由介质送来）',
    access: 'staff',
    params: intakeParams,
    request: schemas.announcementSchema,
    response: schemas.announcementAnswerSchema,
    problems: [...staffProblems, ...sealedBy, 'hash-conflict', 'packet-invalid'],
  },
  uploadCarriedPart: {
    operationId: 'uploadCarriedPart',
    method: 'PUT',
    path: '/carried-intakes/{intakeId}/parts/{partId}',
    summary: '代送收件的一个部分',
    access: 'staff',
    params: { ...intakeParams, partId: schemas.partIdSchema },
    request: 'bytes',
    response: schemas.partAnswerSchema,
    problems: [...staffProblems, ...sealedBy, 'digest-mismatch', 'intake-unknown', 'not-found', 'too-large'],
  },
  commitCarried: {
    operationId: 'commitCarried',
    method: 'POST',
    path: '/carried-intakes/{intakeId}/commit',
    summary: '代送收件提交，按部门分件',
    access: 'staff',
    params: intakeParams,
    response: schemas.commitAnswerSchema,
    problems: [
      ...staffProblems,
      ...sealedBy,
      'intake-unknown',
      'parts-missing',
      'packet-invalid',
      'original-unknown',
      'supplement-not-open',
    ],
  },
} as const satisfies Record<string, Operation>
