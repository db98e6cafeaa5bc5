import { z } from 'zod'

/** `label`: what the hall calls a device, shown instead of the name of its kind. */
export const label = z.string('设备名称 label 是文字').min(1, '设备名称 label 不能为空').optional()

/** An object that says in Chinese which of its fields it does not know; `missing` is said where it is none. */
export function section<S extends z.core.$ZodLooseShape>(shape: S, missing = '应写成一组字段') {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `不认识的字段：${issue.keys.join('、')}` : missing,
  })
}

/** `kind`, said again beside the adapter so that a list can be read without knowing drivers. */
export function kind<K extends string>(value: K, adapter: string) {
  return z.literal(value, `adapter: ${adapter} 的设备，kind 应是 ${value}`)
}

/** Of a device behind TLS with a certificate of its own making: SHA-256 in hexadecimal, colons allowed. */
export const certificateSha256 = z
  .string()
  .regex(/^([0-9a-fA-F]{2}:?){32}$/, '证书指纹 certificateSha256 是 64 位十六进制数')
