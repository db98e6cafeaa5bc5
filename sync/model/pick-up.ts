import { z } from 'zod'
import type { Intake } from './intake.ts'

/** 领取人: who takes the results away. */
export const collectorKinds = ['applicant', 'guardian', 'agent'] as const
export type CollectorKind = (typeof collectorKinds)[number]

/** How the window made sure of the person: the identity card read here, or the last four of the number compared. */
export const collectorChecks = ['card', 'last-four'] as const

/** Who collected, as the evidence has it; the whole number is in the intake already and is not kept again. */
export const collectorSchema = z.strictObject({
  kind: z.enum(collectorKinds),
  name: z.string().trim().min(1).max(100),
  numberTail: z.string().regex(/^[0-9A-Za-z]{4}$/),
  check: z.enum(collectorChecks),
})
export type Collector = z.infer<typeof collectorSchema>

/** 签收: the evidence of a pick-up. It leaves the terminal only sealed for the hub. */
export const pickUpEvidenceSchema = z.strictObject({
  collector: collectorSchema,
  /** What the collector signed for, word by word. */
  statement: z.string().min(1).max(4000),
  /** SHA-256 of the statement. */
  signedDigest: z.string().regex(/^[0-9a-f]{64}$/),
  /** The signature as PNG, base64url. */
  picture: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(400_000),
  signedAt: z.iso.datetime({ offset: true }),
})
export type PickUpEvidence = z.infer<typeof pickUpEvidenceSchema>

/** 统一窗口出件: these result papers were handed over. In clear there is nothing of a person. */
export const pickUpSchema = z.strictObject({
  /** Names this pick-up: a repeat is the same one. */
  pickUpId: z.uuid(),
  documentIds: z.array(z.uuid()).min(1).max(100),
  operatorId: z.string().max(60),
  at: z.iso.datetime({ offset: true }),
  /** {@link PickUpEvidence}, sealed for the hub. */
  evidence: z.string().max(700_000),
})
export type PickUp = z.infer<typeof pickUpSchema>

/** Somebody whose number the intake holds, so that its last four can be compared. */
export interface KnownCollector {
  readonly kind: CollectorKind
  readonly name: string
  readonly idNumber: string
}

/** Who may collect without further proof: the applicant, and who signed for them. */
export function knownCollectors(
  intake: Pick<Intake, 'values' | 'signature' | 'representation'>,
): KnownCollector[] {
  const { values, signature, representation } = intake
  const valueOf = (element: string): string => values[`${signature.signer}.${element}`]?.value ?? ''
  const applicant = { kind: 'applicant' as const, name: valueOf('name'), idNumber: valueOf('idNumber') }
  return [applicant, ...(representation === null ? [] : [representation])].flatMap(
    ({ kind, name, idNumber }) => (name === '' ? [] : [{ kind, name, idNumber }]),
  )
}

/** Whether the last four characters are those of the number; a number that is not known fits nothing. */
export function fitsLastFour(idNumber: string, lastFour: string): boolean {
  return idNumber.length >= 4 && idNumber.slice(-4).toUpperCase() === lastFour.trim().toUpperCase()
}
