import { again, final } from './facts.ts'

/** 社保卡读卡器 (PC/SC). */
export const smartCardReader = {
  /** The PC/SC service of this machine does not run, or is not installed. */
  'smart-card.service-missing': again,
  /** The service knows no reader of this name. */
  'smart-card.no-reader': again,
  /** No card was put in within the time given. */
  'smart-card.no-card': again,
  /** A card is in, and does not answer: the wrong way round, dirty, or dead. */
  'smart-card.mute': again,
  /** It answered to reset, and then a command was not answered; its reader is of no use until the card is out. */
  'smart-card.silent': again,
  /** The card was taken out before the reading had ended. */
  'smart-card.removed': again,
  /** Another program holds the card. */
  'smart-card.in-use': again,
  /** It answers, and has no social security application. */
  'smart-card.other-card': final,
  /** It refused a command that every 社会保障卡 takes; the status words are in the message. */
  'smart-card.refused': again,
  /** What its files hold is not what they should. */
  'smart-card.corrupt-data': again,
} as const
