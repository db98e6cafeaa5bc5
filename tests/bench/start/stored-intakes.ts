import { randomBytes, randomUUID } from 'node:crypto'
import { formatReceiptNumber, type Intake, intakeSchema } from '#sync/model'

const formFields = 20
const textBytes = 60
const day = '20261123'
const at = '2026-11-23T08:00:00.000Z'
const operator = { id: '1001', name: '演示经办人' }

/** Bytes of the picture of a signature, the one attachment that an intake has here. */
export const signatureBytes = 1_024

/** The n-th intake that a terminal has stored; its form is random, and nobody's. */
export function inventIntake(sequence: number, place: { siteCode: string; terminalId: string }): Intake {
  const signature = randomUUID()
  const texts = Array.from({ length: formFields }, (_, field): [string, Intake['values'][string]] => [
    `field.${field}`,
    { value: randomBytes(textBytes / 2).toString('hex'), source: 'typed' },
  ])
  return intakeSchema.parse({
    schema: 1,
    intakeId: randomUUID(),
    receiptNumber: formatReceiptNumber({ ...place, day, sequence }),
    themeId: 'birth',
    catalogueVersion: '1',
    answers: { parents: 'married', settle: 'mother' },
    values: Object.fromEntries(texts),
    matters: ['birth-certificate', 'household-registration'],
    materials: [],
    attachments: [
      {
        id: signature,
        kind: 'signature',
        mediaType: 'image/png',
        size: signatureBytes,
        sha256: '0'.repeat(64),
        label: 'signature',
      },
    ],
    signature: {
      signer: 'mother',
      image: signature,
      statement: '以上信息属实',
      signedDigest: '0'.repeat(64),
      signedAt: at,
    },
    operator,
    terminal: { id: place.terminalId, siteCode: place.siteCode },
    startedAt: at,
    submittedAt: at,
    audit: [{ at, operatorId: operator.id, action: 'submitted' }],
  })
}
