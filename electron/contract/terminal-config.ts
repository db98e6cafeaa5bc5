import { deviceConfigListSchema, deviceKindSchema } from '#devices/contract'
import { dailyHoursPattern } from '#sync/model'
import { z } from 'zod'

/** 场所: a hall as such, 产科, 殡仪馆. */
export const profiles = ['hall', 'maternity-ward', 'funeral-home'] as const

/** What people who come to such a place have to settle, most urgent first. */
const ownThemes: Readonly<Record<(typeof profiles)[number], readonly string[]>> = {
  hall: [],
  'maternity-ward': ['birth', 'medical-care', 'social-insurance'],
  'funeral-home': ['after-death', 'real-estate', 'social-insurance'],
}

/** The themes that come first at a terminal: those that its file names, else those of its profile. */
export function firstThemesOf({
  profile,
  firstThemes,
}: Pick<TerminalConfig, 'profile' | 'firstThemes'>): string[] {
  return firstThemes ?? [...ownThemes[profile]]
}

/**
 * `terminal.yaml`: everything that differs from terminal to terminal. Messages are written for the hall's
 * technician, who sees them with the path of the entry.
 */
export const terminalConfigSchema = z.strictObject({
  schema: z.literal(1, '本程序只认识 schema: 1'),
  /** 综合窗口 / 自助终端 / 便民服务站. */
  mode: z.enum(['window', 'kiosk', 'station'], 'mode 只能是 window、kiosk 或 station'),
  /** 场所: what the place is for; its own themes come first, and its words are those of such a place. */
  profile: z
    .enum(profiles, 'profile 只能是 hall、maternity-ward（产科）或 funeral-home（殡仪馆）')
    .default('hall'),
  site: z.strictObject({
    code: z.string().regex(/^\d{6}$/, '站点代码是 6 位行政区划代码'),
    name: z.string().min(1),
    /** The place within the hall, e.g. 3号综合窗口. */
    place: z.string().min(1),
    phone: z.string().optional(),
  }),
  terminal: z.strictObject({
    id: z.string().regex(/^[A-Z0-9]{2,6}$/, '终端编号是 2 到 6 位大写字母或数字'),
  }),
  hub: z
    .strictObject({
      url: z.url({ protocol: /^https?$/, error: 'hub.url 要以 http:// 或 https:// 开头' }),
      /** PEM file, beside this file, of the only authority that may vouch for the hub; those of the system are then refused. */
      caFile: z.string().min(1).optional(),
      /** The hub's public encryption key, pinned when the terminal was enrolled. */
      encryptionKey: z.strictObject({
        keyId: z.string().min(1),
        publicKey: z.strictObject({
          kty: z.literal('EC'),
          crv: z.literal('P-256'),
          x: z.string(),
          y: z.string(),
        }),
      }),
      pollSeconds: z.number().min(1).max(3600).default(30),
      /** 传输时段: scans travel only then; announcements always. Absent means at any time. */
      scanHours: z
        .array(z.string().regex(dailyHoursPattern, 'scanHours 的时段写成 20:00-07:00 这样'))
        .min(1)
        .max(10)
        .optional(),
      /** 上行限速: scans take no more of the line than this. */
      scanKilobytesPerSecond: z
        .number()
        .min(16, 'scanKilobytesPerSecond 不能小于 16')
        .max(1_000_000)
        .optional(),
    })
    .refine((hub) => hub.caFile === undefined || hub.url.startsWith('https:'), {
      path: ['caFile'],
      error: '写了 caFile，hub.url 就要以 https:// 开头',
    }),
  /** File with operators and their password hashes, beside this file. */
  operatorsFile: z.string().min(1).default('operators.yaml'),
  keys: z
    .strictObject({
      /** `system`: wrapped by the operating system's key store. `file`: a key file on a medium of the station. */
      custody: z.enum(['system', 'file']).default('system'),
      file: z.string().optional(),
      /** 密钥轮换: a root key that is older is replaced by itself. Absent: only when an administrator says so. */
      rotateDays: z
        .int('rotateDays 是整数天')
        .min(30, 'rotateDays 不能小于 30 天')
        .max(3_650, 'rotateDays 不能大于 3650 天')
        .optional(),
      /** So many days a replaced root key is kept though nothing is under it any more: for a disk that was put back to yesterday. */
      keepOldDays: z
        .int('keepOldDays 是整数天')
        .min(0, 'keepOldDays 不能小于 0 天')
        .max(365, 'keepOldDays 不能大于 365 天')
        .default(7),
    })
    .refine((keys) => keys.custody !== 'file' || keys.file !== undefined, {
      path: ['file'],
      error: 'custody 为 file 时必须写明密钥文件 file',
    })
    .prefault({}),
  /** Themes on offer; absent means all. */
  themes: z.array(z.string()).optional(),
  /** Themes that come before all others, in this order; absent means the profile's own. */
  firstThemes: z.array(z.string()).max(12, 'firstThemes 不能多于 12 个').optional(),
  pages: z
    .strictObject({
      /** A scanned or photographed page that is larger is kept as JPEG of about this size, with all its pixels. */
      targetKilobytes: z.int().min(100, 'targetKilobytes 不能小于 100').max(65_536).default(1_024),
    })
    .prefault({}),
  kiosk: z
    .strictObject({
      /** 没有动静多少秒以后问一句“还在吗”. */
      idleSeconds: z.number().min(2, 'idleSeconds 不能小于 2 秒').max(600).default(90),
      /** 问了以后再等多少秒，就结束这次办理并清空. */
      askSeconds: z.number().min(2, 'askSeconds 不能小于 2 秒').max(120).default(30),
      /** 缺了就不能办理的设备; nobody begins a visit without one of each. An empty list needs none. */
      needs: z.array(deviceKindSchema).default(['receipt-printer']),
      /** Where else to go when it is out of service, e.g. 一楼3号综合窗口. */
      alternative: z.string().min(1).optional(),
    })
    .prefault({}),
  lock: z
    .strictObject({
      /** 没有动静多少秒以后锁屏; at a window or a station, where a clerk may have gone. */
      idleSeconds: z.number().min(5, 'idleSeconds 不能小于 5 秒').max(7_200).default(600),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /**
       * 数据留存: so many days after its submission a delivered intake leaves this terminal, if nothing is expected of it any more. Until
       * then it is what a hub that lost its data could be given again.
       */
      deliveredDays: z
        .int('deliveredDays 是整数天')
        .min(7, 'deliveredDays 不能小于 7 天')
        .max(3_650, 'deliveredDays 不能大于 3650 天')
        .default(90),
    })
    .prefault({}),
  devices: deviceConfigListSchema.default([]),
  /** Kinds of which the terminal takes what it finds, where `devices` has none and there is no doubt what it is. */
  autoDevices: z.array(deviceKindSchema).default([]),
  /** Marks the demonstration hall on every screen and receipt. */
  demonstration: z.boolean().default(false),
})

/** See {@link terminalConfigSchema}. */
export type TerminalConfig = z.infer<typeof terminalConfigSchema>

/** `operators.yaml`: who may sign in. `passwordHash` is an argon2id PHC string. */
export const operatorsFileSchema = z.strictObject({
  operators: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[A-Za-z0-9]{2,20}$/, '工号是 2 到 20 位字母或数字'),
        name: z.string().min(1),
        role: z.enum(['clerk', 'supervisor', 'technician', 'administrator']),
        passwordHash: z.string().startsWith('$argon2id$'),
      }),
    )
    .min(1),
})

/** See {@link operatorsFileSchema}. */
export type OperatorsFile = z.infer<typeof operatorsFileSchema>
