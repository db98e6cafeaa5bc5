import { z } from 'zod'

/** The colours of a window's 状态灯, and what the hall calls them. */
export const lightColourNames = { red: '红灯', yellow: '黄灯', green: '绿灯', off: '全灭' } as const
export type LightColour = keyof typeof lightColourNames
export const lightColourSchema = z.enum(
  Object.keys(lightColourNames) as [LightColour, ...LightColour[]],
  '灯的颜色只能是 red、yellow、green 或 off',
)

/** What can be asked of a 状态灯. */
export const lightOperations = {
  /** One colour on, all others off. */
  'light:set': {
    kind: 'status-light',
    input: z.strictObject({ colour: lightColourSchema }),
    /** `confirmed`: the board said so; some obey and say nothing. */
    output: z.strictObject({ colour: lightColourSchema, confirmed: z.boolean() }),
  },
} as const
