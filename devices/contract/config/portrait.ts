import { z } from 'zod'
import { section } from './fields.ts'

/**
 * 照片解码库: a licensed library that turns the WLT portrait of an identity card into a picture. Which functions makers export:
 * devices/adapters/portrait/README.md.
 */
export const portraitDecoderSchema = section({
  library: z
    .string('缺少照片解码库 library，例如 C:\\reader\\WltRS.dll')
    .regex(/^(\/|[A-Za-z]:[\\/]).{1,400}$/, '照片解码库 library 应写成完整路径'),
  /** As the library exports it, C++ mark included: `unpack`, `_Z6unpackPcS_i`, `wlt2Bmp`, `GetBmp`. */
  function: z
    .string('缺少解码函数 function，例如 unpack 或 GetBmp')
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,99}$/, '解码函数 function 只能用字母、数字和下划线'),
  /** `memory`: from bytes to bytes. `file`: it is given a .wlt and leaves a .bmp beside it. */
  by: z.enum(['memory', 'file'], 'by 只能是 memory 或 file'),
  /** What the function takes as its last argument; absent if it takes none. */
  argument: z.int('argument 是整数').optional(),
  /** Of pixels that come without the head of a bitmap. */
  order: z.enum(['rgb', 'bgr'], 'order 只能是 rgb 或 bgr').optional(),
  /** A function that takes longer hangs. */
  callMs: z.int().min(200, 'callMs 至少 200 毫秒').max(60_000).optional(),
})
export type PortraitDecoderConfig = z.infer<typeof portraitDecoderSchema>
