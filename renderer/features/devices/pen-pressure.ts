import { z } from 'zod'

/** As the signature area gives it: points are x, y, pressure and milliseconds. */
const inkSchema = z.object({
  strokes: z.array(z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]))),
})

/** Whether the pen told how hard it pressed: a mouse or a plain screen says the same of every point (W3C Pointer Events, 4.1). */
export function hasPressure(vector: string): boolean {
  const { strokes } = inkSchema.parse(JSON.parse(vector))
  return new Set(strokes.flat().map(([, , pressure]) => pressure)).size > 2
}
