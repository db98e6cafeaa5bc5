import type { ReceiptDocument } from '#devices/contract'
import { type SlipOrigin, slipFoot, slipHead } from './paper-blocks.ts'
import { paperDate } from './paper-dates.ts'
import { wording } from './wording.ts'

/** Somebody who gives or takes an authorisation; empty where it is to be written by hand. */
export interface AuthorisedPerson {
  readonly name: string
  readonly idNumber: string
}

const blank = '＿＿＿＿＿＿＿＿＿＿'

/** 授权委托书: the applicant lets somebody act for them, in this one matter. It holds by the signature that is written on it. */
export function authorisationSlip(facts: {
  readonly origin: SlipOrigin
  readonly matter: string
  readonly applicant: AuthorisedPerson
  readonly agent: AuthorisedPerson
  /** `YYYY-MM-DD` */
  readonly day: string
}): ReceiptDocument {
  const { origin, matter, applicant, agent, day } = facts
  const person = (label: string, { name, idNumber }: AuthorisedPerson) =>
    [
      { type: 'pair', label, value: name === '' ? blank : name, bold: true },
      { type: 'pair', label: wording.idNumber, value: idNumber === '' ? blank : idNumber },
    ] as const
  return {
    blocks: [
      ...slipHead(wording.authorisationTitle, origin),
      ...person(wording.principal, applicant),
      ...person(wording.agent, agent),
      { type: 'rule', style: 'dashed' },
      { type: 'text', text: wording.authorises(matter) },
      { type: 'text', text: wording.authorisedUntil },
      { type: 'rule', style: 'dashed' },
      { type: 'pair', label: wording.principalSigns, value: blank },
      { type: 'pair', label: wording.agentSigns, value: blank },
      { type: 'pair', label: wording.day, value: paperDate(day) },
      ...slipFoot(origin),
    ],
  }
}
