import { again, final } from './facts.ts'

/** 居民身份证阅读机 (SDT / SAM_A). */
export const idCardReader = {
  /** No card was put on within the time given, or the card of the last reading was never lifted. */
  'id-card.no-card': again,
  /** A card was seen, then lost before the reading ended. */
  'id-card.card-lost': again,
  /** Reading failed on the card side; lift it and put it back. */
  'id-card.read-failed': again,
  /** Not a card that the reader knows. */
  'id-card.not-recognised': final,
  /** Card and security module refused each other. */
  'id-card.authentication-failed': final,
  /** The card's text does not decode to a person's data. */
  'id-card.corrupt-data': again,
  /** The maker's library is not there, or is built for another machine. */
  'id-card.library-missing': final,
  /** The security module (SAM) failed its own test. */
  'id-card.sam-failed': final,
  /** The security module is not authorised for use. */
  'id-card.sam-not-authorised': final,
} as const
