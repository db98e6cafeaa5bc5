import { again } from './facts.ts'

/** 扫码器. */
export const codeScanner = {
  /** No code was scanned within the time given. */
  'code.none-scanned': again,
  /** More bytes than any code holds without an end: noise, a wrong baud rate, or something that is no scanner. */
  'code.too-long': again,
  /** The bytes are neither UTF-8 nor GB18030 text, or hold control characters that no form takes. */
  'code.not-text': again,
  /** The code broke off before its end: it is not given on, lest a number stand in a form with its tail cut off. */
  'code.incomplete': again,
} as const
