import { z } from 'zod'

/** What somebody in the hall has to see to. */
export const attentionReasons = [
  'disconnected',
  'paper-near-end',
  'paper-out',
  'cover-open',
  'cutter',
  'overheated',
  'offline',
  'service-needed',
  'paper-jam',
  'feeder-empty',
  'toner-low',
  'toner-empty',
  'output-full',
  'tray-missing',
  'paused',
] as const
export type AttentionReason = (typeof attentionReasons)[number]
export const attentionReasonSchema = z.enum(attentionReasons)
